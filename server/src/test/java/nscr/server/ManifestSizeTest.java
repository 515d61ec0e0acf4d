package nscr.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import nscr.oci.Digest;
import nscr.oci.Manifest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Manifests at the limits, on one connection that is used for more.
///
/// Spec: distribution-spec "Pushing Manifests": at least 4 MiB, and 413 over the limit.
class ManifestSizeTest {
  @TempDir Path directory;
  private Served served;
  private byte[] manifest;

  @BeforeEach
  void serve() throws Exception {
    served = Served.in(directory);
    manifest = served.image("app", "layer");
  }

  @AfterEach
  void stop() throws Exception {
    served.close();
  }

  /// The manifest with as much white space behind it as makes it this large.
  private byte[] ofSize(int size) {
    byte[] padded = Arrays.copyOf(manifest, size);
    Arrays.fill(padded, manifest.length, size, (byte) ' ');
    return padded;
  }

  private void put(RawConnection client, String tag, byte[] content, boolean chunked)
      throws Exception {
    client.send(
        "PUT /v2/app/manifests/"
            + tag
            + " HTTP/1.1|Host: x|Content-Type: "
            + Served.MANIFEST
            + (chunked ? "|Transfer-Encoding: chunked||" : "|Content-Length: " + content.length)
            + (chunked ? Integer.toHexString(content.length) + "|" : "||"));
    client.send(content).send(chunked ? "|0||" : "");
  }

  private void assertAccepted(int size) throws Exception {
    byte[] content = ofSize(size);
    for (boolean chunked : new boolean[] {false, true}) {
      try (RawConnection client = served.connect()) {
        put(client, "large", content, chunked);
        assertEquals(201, client.status());
        client.send("HEAD /v2/app/manifests/large HTTP/1.1|Host: x|Connection: close||");
        String head = client.rest();
        assertTrue(head.startsWith("HTTP/1.1 200 "), head);
        assertTrue(head.contains("\r\nContent-Length: " + size + "\r\n"), head);
        assertTrue(head.contains(Digest.of(content).toString()), head);
      }
    }
  }

  @Test
  void four_mebibytes_are_accepted() throws Exception {
    assertAccepted(4 << 20);
  }

  @Test
  void as_many_bytes_as_the_limit_are_accepted() throws Exception {
    assertAccepted(Manifest.LARGEST);
  }

  @Test
  void one_byte_over_the_limit_is_refused_and_the_connection_ends_in_order() throws Exception {
    byte[] content = ofSize(Manifest.LARGEST + 1);
    for (boolean chunked : new boolean[] {false, true}) {
      try (RawConnection client = served.connect()) {
        put(client, "huge", content, chunked);
        client.send("GET /v2/_catalog HTTP/1.1|Host: x||");
        String answer = client.answer();
        assertTrue(answer.startsWith("HTTP/1.1 413 "), answer);
        assertTrue(answer.contains("{\"errors\":[{\"code\":\"MANIFEST_INVALID\""), answer);
        // It goes on behind the body, or says that it does not: never in the middle of it.
        String rest = answer.contains("\r\nConnection: close\r\n") ? "" : client.answer();
        assertTrue(rest.isEmpty() || rest.startsWith("HTTP/1.1 200 "), rest);
      }
    }
    assertEquals(404, served.head("/v2/app/manifests/huge").statusCode());
  }

  @Test
  void a_client_that_asks_before_it_sends_too_much_is_told_before_it_does() throws Exception {
    try (RawConnection client = served.connect()) {
      client.send(
          "PUT /v2/app/manifests/huge HTTP/1.1|Host: x|Expect: 100-continue|Content-Length: "
              + (Manifest.LARGEST + 1)
              + "||");
      assertEquals(413, client.status());
      assertEquals("", client.rest());
    }
  }

  @Test
  void what_comes_out_is_what_went_in() throws Exception {
    byte[] content = ofSize(4 << 20);
    assertEquals(201, served.put("app", "large", content).statusCode());
    assertTrue(Arrays.equals(content, served.get("/v2/app/manifests/large").body()));
  }
}
