package nscr.server;

import static nscr.server.Served.bytes;
import static nscr.server.Served.header;
import static nscr.server.Served.refusal;
import static nscr.server.Served.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.Random;
import nscr.oci.Digest;
import nscr.oci.DigestAlgorithm;
import nscr.server.api.ApiSettings;
import nscr.store.Store;
import nscr.store.StoreOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadTest {
  private static final Digest DIGITS = Digest.of(bytes("0123456789"));

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

  private String finish(String upload, Digest digest, String last, String... headers) {
    var answer = served.send("PUT", upload + "?digest=" + digest, bytes(last), headers);
    return answer.statusCode() == 201 ? header(answer, "Location") : refusal(answer);
  }

  @Test
  void a_blob_is_pushed_in_one_request() {
    assertEquals(
        "0123456789", text(served.get("/v2/app/blobs/" + served.push("app", bytes("0123456789")))));
    var wrong =
        served.send("POST", "/v2/app/blobs/uploads/?digest=" + Digest.of(bytes("y")), bytes("x"));
    assertEquals("400 DIGEST_INVALID", refusal(wrong));
  }

  @Test
  void a_blob_is_pushed_in_two_requests() {
    String upload = served.begin("app");
    assertEquals("/v2/app/blobs/" + DIGITS, finish(upload, DIGITS, "0123456789"));
    assertEquals("0123456789", text(served.get("/v2/app/blobs/" + DIGITS)));
    assertEquals("404 BLOB_UPLOAD_UNKNOWN", refusal(served.get(upload)));
  }

  @Test
  void a_blob_is_streamed_without_a_length() {
    byte[] content = new byte[2_000_000];
    new Random(1).nextBytes(content);
    String upload = served.begin("app");
    var answer =
        served.send(
            "PATCH", upload, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(content)));
    assertEquals(202, answer.statusCode());
    assertEquals("0-1999999", header(answer, "Range"));
    Digest digest = Digest.of(content);
    assertEquals("/v2/app/blobs/" + digest, finish(upload, digest, ""));
  }

  @Test
  void a_blob_is_pushed_in_chunks() {
    String upload = served.begin("app");
    var first = served.send("PATCH", upload, bytes("0123"), "Content-Range", "0-3");
    assertEquals("202 0-3", first.statusCode() + " " + header(first, "Range"));
    var second = served.send("PATCH", upload, bytes("456"), "Content-Range", "4-6");
    assertEquals("202 0-6", second.statusCode() + " " + header(second, "Range"));
    var status = served.get(upload);
    assertEquals("204 0-6", status.statusCode() + " " + header(status, "Range"));
    assertEquals("/v2/app/blobs/" + DIGITS, finish(upload, DIGITS, "789", "Content-Range", "7-9"));
  }

  @Test
  void a_chunk_out_of_order_changes_nothing() {
    String upload = served.begin("app");
    served.send("PATCH", upload, bytes("0123"), "Content-Range", "0-3");
    for (String range : new String[] {"0-3", "5-8", "3-6"}) {
      var answer = served.send("PATCH", upload, bytes("xxxx"), "Content-Range", range);
      assertEquals("416 BLOB_UPLOAD_INVALID", refusal(answer), range);
      assertEquals("0-3", header(answer, "Range"));
      assertEquals(upload, header(answer, "Location"));
    }
    assertEquals(
        "416 BLOB_UPLOAD_INVALID", finish(upload, DIGITS, "456789", "Content-Range", "5-10"));
    assertEquals(
        "/v2/app/blobs/" + DIGITS, finish(upload, DIGITS, "456789", "Content-Range", "4-9"));
  }

  @Test
  void a_chunk_that_is_not_as_long_as_it_says_is_refused() {
    String upload = served.begin("app");
    var answer = served.send("PATCH", upload, bytes("0123"), "Content-Range", "0-9");
    assertEquals("400 SIZE_INVALID", refusal(answer));
    assertEquals(
        "400 BLOB_UPLOAD_INVALID",
        refusal(served.send("PATCH", upload, bytes("0123"), "Content-Range", "0-x")));
    assertEquals("0-0", header(served.get(upload), "Range"));
    assertEquals("/v2/app/blobs/" + DIGITS, finish(upload, DIGITS, "0123456789"));
  }

  @Test
  void a_wrong_digest_ends_nothing() {
    String upload = served.begin("app");
    served.send("PATCH", upload, bytes("0123456789"));
    assertEquals("400 DIGEST_INVALID", finish(upload, Digest.of(bytes("x")), ""));
    assertEquals("/v2/app/blobs/" + DIGITS, finish(upload, DIGITS, ""));
  }

  @Test
  void an_upload_may_be_closed_under_sha512_whether_it_said_so_or_not() {
    Digest digest = Digest.of(DigestAlgorithm.SHA512, bytes("0123456789"));
    String upload = served.begin("app");
    served.send("PATCH", upload, bytes("0123456789"));
    assertEquals("/v2/app/blobs/" + digest, finish(upload, digest, ""));
    var said = served.send("POST", "/v2/b/blobs/uploads/?digest-algorithm=sha512", bytes(""));
    assertEquals(202, said.statusCode());
    served.send("PATCH", header(said, "Location"), bytes("0123456789"));
    assertEquals("/v2/b/blobs/" + digest, finish(header(said, "Location"), digest, ""));
  }

  @Test
  void a_cancelled_upload_is_gone() {
    String upload = served.begin("app");
    served.send("PATCH", upload, bytes("0123"));
    assertEquals(204, served.delete(upload).statusCode());
    assertEquals("404 BLOB_UPLOAD_UNKNOWN", refusal(served.delete(upload)));
    assertEquals("404 BLOB_UPLOAD_UNKNOWN", refusal(served.send("PATCH", upload, bytes("4"))));
    assertEquals("404 BLOB_UPLOAD_UNKNOWN", finish(upload, DIGITS, ""));
  }

  @Test
  void an_upload_belongs_to_its_repository() {
    String upload = served.begin("app");
    assertEquals(
        "404 BLOB_UPLOAD_UNKNOWN", refusal(served.get(upload.replace("/app/", "/other/"))));
    assertEquals("404 BLOB_UPLOAD_UNKNOWN", refusal(served.get("/v2/app/blobs/uploads/no%20id")));
  }

  @Test
  void a_blob_is_mounted_from_where_it_is() {
    served.push("app", bytes("0123456789"));
    String mount = "/v2/other/blobs/uploads/?mount=" + DIGITS;
    var missing = served.send("POST", mount + "&from=nowhere", bytes(""));
    assertEquals(202, missing.statusCode());
    assertTrue(header(missing, "Location").startsWith("/v2/other/blobs/uploads/"));
    var mounted = served.send("POST", mount + "&from=app", bytes(""));
    assertEquals(201, mounted.statusCode());
    assertEquals("/v2/other/blobs/" + DIGITS, header(mounted, "Location"));
    assertEquals("0123456789", text(served.get("/v2/other/blobs/" + DIGITS)));
    var anywhere = served.send("POST", "/v2/third/blobs/uploads/?mount=" + DIGITS, bytes(""));
    assertEquals(201, anywhere.statusCode());
    var nowhere =
        served.send("POST", "/v2/third/blobs/uploads/?mount=" + Digest.of(bytes("x")), bytes(""));
    assertEquals(202, nowhere.statusCode());
  }

  @Test
  void an_upload_goes_on_where_the_client_went() throws Exception {
    String upload = served.begin("app");
    try (RawConnection connection = served.connect()) {
      connection.send("PATCH " + upload + " HTTP/1.1|Host: x|Content-Length: 10||01234");
    }
    // The rest of the 10 bytes never comes: what came is kept.
    awaitReceived(upload, "0-4");
    String location;
    do {
      location = finish(upload, DIGITS, "56789");
    } while (location.startsWith("429")); // the first request is not quite over
    assertEquals("/v2/app/blobs/" + DIGITS, location);
  }

  private void awaitReceived(String upload, String range) throws InterruptedException {
    for (int tries = 0; !header(served.get(upload), "Range").equals(range); tries++) {
      assertTrue(tries < 1000, "the upload has " + header(served.get(upload), "Range"));
      Thread.sleep(10);
    }
  }

  @Test
  void only_one_request_at_a_time_adds_to_an_upload() throws Exception {
    String upload = served.begin("app");
    try (RawConnection connection = served.append(upload)) {
      var second = served.send("PATCH", upload, bytes("x"));
      assertEquals("429 TOOMANYREQUESTS", refusal(second));
      assertEquals("1", header(second, "Retry-After"));
      assertEquals(204, served.get(upload).statusCode());
      connection.send("0123456789");
      assertEquals(202, connection.status());
    }
    assertEquals("/v2/app/blobs/" + DIGITS, finish(upload, DIGITS, ""));
  }

  @Test
  void a_blob_larger_than_allowed_is_refused_before_and_while_it_comes() throws Exception {
    served.close();
    served = Served.in(directory, Served.atMost(8), Patience.USUAL);
    String upload = served.begin("app");
    assertEquals("413 SIZE_INVALID", refusal(served.send("PATCH", upload, new byte[9])));
    var streamed =
        served.send(
            "PATCH",
            upload,
            BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[9])));
    assertEquals("413 SIZE_INVALID", refusal(streamed));
    var whole =
        served.send("POST", "/v2/app/blobs/uploads/?digest=" + Digest.of(new byte[9]), new byte[9]);
    assertEquals("413 SIZE_INVALID", refusal(whole));
    assertEquals("0-0", header(served.get(upload), "Range"));
    served.push("app", new byte[8]);
  }

  @Test
  void an_upload_goes_on_after_a_restart() throws Exception {
    Path place = directory.resolve("store");
    String upload;
    try (Served before = overRocks(place)) {
      upload = before.begin("app");
      before.send("PATCH", upload, bytes("01234"));
    }
    try (Served after = overRocks(place)) {
      assertEquals("0-4", header(after.get(upload), "Range"));
      assertEquals(202, after.send("PATCH", upload, bytes("56")).statusCode());
      var done = after.send("PUT", upload + "?digest=" + DIGITS, bytes("789"));
      assertEquals(201, done.statusCode(), text(done));
      assertEquals("0123456789", text(after.get("/v2/app/blobs/" + DIGITS)));
    }
  }

  private static Served overRocks(Path place) throws Exception {
    return Served.over(
        Store.open(place, StoreOptions.of("a test")), ApiSettings.OPEN, Patience.USUAL);
  }
}
