package nscr.server;

import static nscr.server.Served.bytes;
import static nscr.server.Served.header;
import static nscr.server.Served.refusal;
import static nscr.server.Served.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Random;
import nscr.oci.Digest;
import nscr.oci.DigestAlgorithm;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PullTest {
  @TempDir Path directory;
  private Served served;

  @BeforeEach
  void serve() throws Exception {
    served = Served.in(directory);
  }

  @AfterEach
  void stop() throws Exception {
    served.close();
  }

  @Test
  void a_client_finds_the_api() {
    var answer = served.get("/v2/");
    assertEquals(200, answer.statusCode());
    assertEquals("registry/2.0", header(answer, "Docker-Distribution-API-Version"));
    assertEquals("{}", text(answer));
  }

  @Test
  void a_client_may_name_the_server_before_the_path() throws Exception {
    try (RawConnection client = served.connect()) {
      client.send("GET http://registry.example:5000/v2/ HTTP/1.1|Host: x||");
      assertEquals(200, client.status());
      client.send("GET https://a/v2/app/tags/list?n=1 HTTP/1.1|Host: a||");
      assertTrue(
          client.answer().contains("\"NAME_UNKNOWN\",\"message\":\"there is no repository app\""));
      client.send("GET http://a HTTP/1.1|Host: a||");
      assertEquals(404, client.status());
    }
  }

  @Test
  void a_blob_comes_back_byte_for_byte_whatever_its_size() {
    for (int size : new int[] {0, 1, 4096, 262_144, 262_145, 3_000_000}) {
      byte[] content = new byte[size];
      new Random(size).nextBytes(content);
      Digest digest = served.push("app", content);
      var answer = served.get("/v2/app/blobs/" + digest, "Accept-Encoding", "gzip");
      assertEquals(200, answer.statusCode());
      assertArrayEquals(content, answer.body());
      assertEquals("" + size, header(answer, "Content-Length"));
      assertEquals(digest.toString(), header(answer, "Docker-Content-Digest"));
      assertEquals("application/octet-stream", header(answer, "Content-Type"));
      var head = served.head("/v2/app/blobs/" + digest);
      assertEquals(200, head.statusCode());
      assertEquals("" + size, header(head, "Content-Length"));
      assertEquals(digest.toString(), header(head, "Docker-Content-Digest"));
    }
  }

  @Test
  void a_blob_of_another_repository_is_not_there() {
    Digest digest = served.push("app", bytes("x"));
    assertEquals("404 BLOB_UNKNOWN", refusal(served.get("/v2/other/blobs/" + digest)));
    assertEquals(404, served.head("/v2/other/blobs/" + digest).statusCode());
  }

  @Test
  void a_blob_goes_by_the_algorithm_it_was_pushed_under() {
    Digest digest = served.push("app", bytes("x"), DigestAlgorithm.SHA512);
    var answer = served.get("/v2/app/blobs/" + digest);
    assertEquals("x", text(answer));
    assertEquals(digest.toString(), header(answer, "Docker-Content-Digest"));
    assertEquals(404, served.head("/v2/app/blobs/" + Digest.of(bytes("x"))).statusCode());
  }

  @Test
  void a_part_of_a_blob_can_be_had() {
    String path = "/v2/app/blobs/" + served.push("app", bytes("0123456789"));
    var part = served.get(path, "Range", "bytes=2-4");
    assertEquals(206, part.statusCode());
    assertEquals("234", text(part));
    assertEquals("bytes 2-4/10", header(part, "Content-Range"));
    assertEquals("3", header(part, "Content-Length"));
    assertEquals("789", text(served.get(path, "Range", "bytes=-3")));
    assertEquals("89", text(served.get(path, "Range", "bytes=8-100")));
    var none = served.get(path, "Range", "bytes=500-0");
    assertEquals(416, none.statusCode());
    assertEquals("bytes */10", header(none, "Content-Range"));
  }

  @Test
  void a_condition_spares_a_client_what_it_has() {
    String path = "/v2/app/blobs/" + served.push("app", bytes("0123456789"));
    String tag = header(served.get(path), "ETag");
    assertEquals(304, served.get(path, "If-None-Match", "\"other\", W/" + tag).statusCode());
    assertEquals(200, served.get(path, "If-None-Match", "\"other\"").statusCode());
    assertEquals(206, served.get(path, "Range", "bytes=2-4", "If-Range", tag).statusCode());
    assertEquals(200, served.get(path, "Range", "bytes=2-4", "If-Range", "\"o\"").statusCode());
  }

  @Test
  void a_manifest_comes_back_as_it_was_pushed() {
    byte[] manifest = served.image("app", "layer");
    Digest digest = Digest.of(manifest);
    var pushed =
        served.send(
            "PUT",
            "/v2/app/manifests/v1",
            manifest,
            "Content-Type",
            Served.MANIFEST + "; charset=utf-8");
    assertEquals(201, pushed.statusCode(), text(pushed));
    assertEquals(digest.toString(), header(pushed, "Docker-Content-Digest"));
    for (String reference : new String[] {"v1", digest.toString()}) {
      var answer =
          served.get(
              "/v2/app/manifests/" + reference, "Accept", Served.INDEX, "Accept", "text/html");
      assertEquals(200, answer.statusCode());
      assertArrayEquals(manifest, answer.body());
      assertEquals(Served.MANIFEST, header(answer, "Content-Type"));
      assertEquals(digest.toString(), header(answer, "Docker-Content-Digest"));
      var head = served.head("/v2/app/manifests/" + reference);
      assertEquals("" + manifest.length, header(head, "Content-Length"));
      assertEquals(Served.MANIFEST, header(head, "Content-Type"));
    }
    assertArrayEquals(manifest, served.get(header(pushed, "Location")).body());
    assertEquals("404 MANIFEST_UNKNOWN", refusal(served.get("/v2/app/manifests/v2")));
    assertEquals("400 DIGEST_INVALID", refusal(served.get("/v2/app/manifests/sha256:0")));
  }

  /// Spec: RFC 9110 §8.6.
  @Test
  void answers_that_have_no_content_by_their_status_have_no_length() throws Exception {
    Digest digest = served.push("app", bytes("content"));
    String upload = served.begin("app");
    try (RawConnection client = served.connect()) {
      for (String request :
          new String[] {
            "GET " + upload + " HTTP/1.1|Host: x||",
            "GET /v2/app/blobs/" + digest + " HTTP/1.1|Host: x|If-None-Match: *||",
            "DELETE " + upload + " HTTP/1.1|Host: x||"
          }) {
        String answer = client.send(request).answer();
        assertTrue(answer.matches("(?s)HTTP/1.1 (204|304) .*"), answer);
        assertFalse(answer.contains("Content-Length"), answer);
      }
      assertTrue(client.send("GET /v2/x HTTP/1.1|Host: x||").answer().contains("Content-Length"));
    }
  }

  @Test
  void every_answer_has_an_id_which_a_client_may_choose() {
    var one = served.get("/v2/app/manifests/v1");
    assertTrue(header(one, "X-Request-Id").matches("[0-9a-f]{16}"), header(one, "X-Request-Id"));
    assertEquals("my-7", header(served.get("/v2/", "X-Request-Id", "my-7"), "X-Request-Id"));
    assertTrue(!header(served.get("/v2/", "X-Request-Id", "a b"), "X-Request-Id").equals("a b"));
  }
}
