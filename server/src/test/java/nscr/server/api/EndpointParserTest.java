package nscr.server.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import nscr.oci.Digest;
import nscr.oci.DigestAlgorithm;
import nscr.oci.ErrorCode;
import nscr.oci.OciException;
import nscr.oci.RepositoryName;
import nscr.oci.Tag;
import org.junit.jupiter.api.Test;

class EndpointParserTest {
  private static final Digest DIGEST = Digest.of(new byte[0]);
  private static final RepositoryName APP = new RepositoryName("app");

  private static Endpoint parse(String line) {
    String[] parts = line.split(" ");
    int query = parts[1].indexOf('?');
    return EndpointParser.parse(
        parts[0],
        query < 0 ? parts[1] : parts[1].substring(0, query),
        query < 0 ? "" : parts[1].substring(query + 1));
  }

  /// `status CODE` of how a request is refused.
  private static String refusal(String line) {
    RuntimeException thrown = assertThrows(RuntimeException.class, () -> parse(line), line);
    ErrorAnswer answer = ErrorAnswer.of(thrown);
    return answer.status() + " " + answer.code();
  }

  @Test
  void every_row_of_the_table_is_understood() {
    assertEquals(new Endpoint.CheckApi(), parse("GET /v2/"));
    assertEquals(new Endpoint.GetBlob(APP, DIGEST), parse("HEAD /v2/app/blobs/" + DIGEST));
    assertEquals(new Endpoint.DeleteBlob(APP, DIGEST), parse("DELETE /v2/app/blobs/" + DIGEST));
    assertEquals(new Endpoint.GetManifest(APP, new Tag("v1")), parse("GET /v2/app/manifests/v1"));
    assertEquals(
        new Endpoint.DeleteManifest(APP, DIGEST), parse("DELETE /v2/app/manifests/" + DIGEST));
    assertEquals(
        new Endpoint.BeginUpload(APP, Optional.empty()), parse("POST /v2/app/blobs/uploads/"));
    assertEquals(new Endpoint.GetUpload(APP, "7-f"), parse("GET /v2/app/blobs/uploads/7-f"));
    assertEquals(new Endpoint.AppendUpload(APP, "7"), parse("PATCH /v2/app/blobs/uploads/7"));
    assertEquals(new Endpoint.CancelUpload(APP, "7"), parse("DELETE /v2/app/blobs/uploads/7"));
    assertEquals(
        new Endpoint.ListTags(APP, new Page(Page.USUAL, Optional.empty())),
        parse("GET /v2/app/tags/list"));
    assertEquals(
        new Endpoint.ListRepositories(new Page(2, Optional.of("a"))),
        parse("GET /v2/_catalog?n=2&last=a"));
  }

  @Test
  void a_path_is_read_from_the_right() {
    RepositoryName odd = new RepositoryName("a/blobs/b/manifests");
    assertEquals(
        new Endpoint.GetManifest(new RepositoryName("a/blobs/b"), new Tag("x")),
        parse("GET /v2/a/blobs/b/manifests/x"));
    assertEquals(
        new Endpoint.GetManifest(odd, new Tag("x")),
        parse("GET /v2/a/blobs/b/manifests/manifests/x"));
    assertEquals(
        new Endpoint.AppendUpload(odd, "x"),
        parse("PATCH /v2/a/blobs/b/manifests/blobs/uploads/x"));
    assertEquals(
        new Endpoint.GetManifest(new RepositoryName("a/blobs/uploads"), new Tag("list")),
        parse("GET /v2/a/blobs/uploads/manifests/list"));
  }

  @Test
  void parameters_come_in_any_order_and_unknown_ones_are_ignored() {
    assertEquals(
        new Endpoint.FinishUpload(APP, "7", DIGEST),
        parse("PUT /v2/app/blobs/uploads/7?_state=x%2B%3D&digest=" + DIGEST + "&z"));
    assertEquals(
        new Endpoint.FinishUpload(APP, "7", DIGEST),
        parse("PUT /v2/app/blobs/uploads/7?digest=sha256%3A" + DIGEST.hex()));
    assertEquals(
        new Endpoint.MountBlob(APP, DIGEST, Optional.of(new RepositoryName("b/c"))),
        parse("POST /v2/app/blobs/uploads/?from=b%2Fc&mount=" + DIGEST));
    assertEquals(
        new Endpoint.BeginUpload(APP, Optional.of(DigestAlgorithm.SHA512)),
        parse("POST /v2/app/blobs/uploads/?digest-algorithm=sha512"));
    assertEquals(
        new Endpoint.PutManifest(APP, DIGEST, List.of(new Tag("a"), new Tag("b"))),
        parse("PUT /v2/app/manifests/" + DIGEST + "?tag=a&tag=b&tag=a"));
  }

  @Test
  void tricks_with_paths_are_refused() {
    assertEquals("400 NAME_INVALID", refusal("GET /v2/a/../b/tags/list"));
    assertEquals("400 NAME_INVALID", refusal("GET /v2/a/%2e%2e/b/tags/list"));
    assertEquals("400 NAME_INVALID", refusal("GET /v2//a/tags/list"));
    assertEquals("400 NAME_INVALID", refusal("GET /v2/A/tags/list"));
    assertEquals("400 NAME_INVALID", refusal("GET /v2/a%00/tags/list"));
    assertEquals("404 NAME_UNKNOWN", refusal("GET /v2/a%2fb/tags/list"));
    assertEquals("404 NAME_UNKNOWN", refusal("GET /v2/a/"));
    assertEquals("404 NAME_UNKNOWN", refusal("GET /v1/"));
    assertEquals("400 UNSUPPORTED", refusal("GET /v2/a%zz/tags/list"));
    assertEquals("400 NAME_INVALID", refusal("GET /v2/" + "a".repeat(256) + "/tags/list"));
  }

  @Test
  void malformed_digests_tags_and_numbers_are_refused() {
    assertEquals("400 DIGEST_INVALID", refusal("GET /v2/app/blobs/sha256:xyz"));
    assertEquals("400 DIGEST_INVALID", refusal("GET /v2/app/blobs/latest"));
    assertEquals("400 DIGEST_INVALID", refusal("GET /v2/app/manifests/md5:00"));
    assertEquals("400 DIGEST_INVALID", refusal("GET /v2/app/referrers/sha256:"));
    assertEquals("400 DIGEST_INVALID", refusal("PUT /v2/app/blobs/uploads/7"));
    assertEquals("400 DIGEST_INVALID", refusal("POST /v2/app/blobs/uploads/?digest-algorithm=md5"));
    assertEquals("400 MANIFEST_INVALID", refusal("PUT /v2/app/manifests/.hidden"));
    assertEquals("404 MANIFEST_UNKNOWN", refusal("GET /v2/app/manifests/.hidden"));
    assertEquals("400 UNSUPPORTED", refusal("GET /v2/app/tags/list?n=-1"));
    assertEquals("400 UNSUPPORTED", refusal("GET /v2/app/tags/list?n=many"));
    assertEquals("400 UNSUPPORTED", refusal("GET /v2/app/tags/list?last=a%20b"));
    assertEquals("405 UNSUPPORTED", refusal("POST /v2/app/tags/list"));
    assertEquals("405 UNSUPPORTED", refusal("BREW /v2/app/manifests/v1"));
  }

  @Test
  void a_hundred_tags_are_taken_at_once_and_no_more() {
    String line = "PUT /v2/app/manifests/" + DIGEST + "?tag=t0";
    for (int i = 1; i < EndpointParser.MOST_TAGS; i++) {
      line += "&tag=t" + i;
    }
    assertEquals(100, ((Endpoint.PutManifest) parse(line)).tags().size());
    assertEquals("414 UNSUPPORTED", refusal(line + "&tag=more"));
  }

  @Test
  void reading_and_writing_are_told_apart() {
    assertEquals(false, parse("HEAD /v2/app/manifests/v1").writes());
    assertEquals(true, parse("POST /v2/app/blobs/uploads/?mount=" + DIGEST).writes());
  }

  @Test
  void errors_that_are_not_refusals_say_nothing_of_the_inside() {
    ErrorAnswer answer = ErrorAnswer.of(new IllegalStateException("secret"));
    assertEquals(500, answer.status());
    assertEquals(-1, new String(answer.json()).indexOf("secret"));
    var full = new java.nio.file.FileSystemException("/srv/x", null, "No space left on device");
    assertEquals(507, ErrorAnswer.of(full).status());
    assertEquals(
        "1",
        ErrorAnswer.of(new OciException(ErrorCode.TOOMANYREQUESTS, "later"))
            .headers()
            .get("Retry-After"));
  }
}
