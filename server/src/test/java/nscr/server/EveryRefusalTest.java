package nscr.server;

import static nscr.server.Served.bytes;
import static nscr.server.Served.header;
import static nscr.server.Served.refusal;
import static nscr.server.Served.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import nscr.oci.Digest;
import nscr.oci.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What each endpoint says when it refuses: status, code and form.
class EveryRefusalTest {
  private static final Digest NONE = Digest.of(bytes("nothing has this content"));
  private static final String LARGE_NAME = "a/".repeat(127) + "aa";

  @TempDir Path directory;
  private Served served;

  @BeforeEach
  void serve() throws Exception {
    served = Served.in(directory);
    served.put("app", "v1", served.image("app", "layer"));
  }

  @AfterEach
  void stop() throws Exception {
    served.close();
  }

  private void assertRefused(String expected, String request) {
    String[] words = request.split(" ", 2);
    var answer = served.send(words[0], words[1], bytes(""));
    assertEquals(expected, refusal(answer), request);
    assertEquals("application/json", header(answer, "Content-Type"), request);
    assertEquals("registry/2.0", header(answer, "Docker-Distribution-API-Version"), request);
    Json error = Json.parse(answer.body()).member("errors").orElseThrow().elements().getFirst();
    assertTrue(error.member("message").flatMap(Json::text).orElse("").length() > 10, text(answer));
    assertTrue(error.member("detail").isPresent(), text(answer));
  }

  @Test
  void what_is_not_there() {
    assertRefused("404 NAME_UNKNOWN", "GET /v2/none/tags/list");
    assertRefused("404 BLOB_UNKNOWN", "GET /v2/app/blobs/" + NONE);
    assertRefused("404 BLOB_UNKNOWN", "DELETE /v2/app/blobs/" + NONE);
    assertRefused("404 MANIFEST_UNKNOWN", "GET /v2/app/manifests/v2");
    assertRefused("404 MANIFEST_UNKNOWN", "GET /v2/app/manifests/" + NONE);
    assertRefused("404 MANIFEST_UNKNOWN", "DELETE /v2/app/manifests/" + NONE);
    assertRefused("404 MANIFEST_UNKNOWN", "DELETE /v2/app/manifests/v2");
    for (String method : new String[] {"GET", "PATCH", "DELETE", "PUT"}) {
      String query = method.equals("PUT") ? "?digest=" + NONE : "";
      assertRefused("404 BLOB_UPLOAD_UNKNOWN", method + " /v2/app/blobs/uploads/none" + query);
    }
    assertRefused("404 NAME_UNKNOWN", "GET /v2/app");
    assertRefused("404 NAME_UNKNOWN", "GET /v2/app/nothing/else");
    assertRefused("404 NAME_UNKNOWN", "GET /v2/app/tags/more");
  }

  @Test
  void what_is_no_name_or_digest() {
    assertRefused("400 NAME_INVALID", "GET /v2/App/tags/list");
    assertRefused("400 NAME_INVALID", "POST /v2/a..b/blobs/uploads/");
    assertRefused("400 NAME_INVALID", "GET /v2/" + LARGE_NAME + "/tags/list");
    for (String wrong :
        new String[] {"sha256:0", "md5:" + "0".repeat(32), "sha256:" + "g".repeat(64), "x"}) {
      assertRefused("400 DIGEST_INVALID", "GET /v2/app/blobs/" + wrong);
      assertRefused("400 DIGEST_INVALID", "DELETE /v2/app/blobs/" + wrong);
      assertRefused("400 DIGEST_INVALID", "GET /v2/app/referrers/" + wrong);
      assertRefused("400 DIGEST_INVALID", "POST /v2/app/blobs/uploads/?digest=" + wrong);
      assertRefused("400 DIGEST_INVALID", "POST /v2/app/blobs/uploads/?mount=" + wrong);
      assertRefused("400 DIGEST_INVALID", "PUT " + served.begin("app") + "?digest=" + wrong);
    }
    assertRefused("400 DIGEST_INVALID", "PUT " + served.begin("app"));
    assertRefused("400 DIGEST_INVALID", "POST /v2/app/blobs/uploads/?digest-algorithm=md5");
    assertRefused("400 DIGEST_INVALID", "GET /v2/app/manifests/sha256:0");
    assertRefused("400 MANIFEST_INVALID", "PUT /v2/app/manifests/v3");
    assertRefused("400 NAME_INVALID", "POST /v2/app/blobs/uploads/?mount=" + NONE + "&from=A");
    assertRefused("400 UNSUPPORTED", "GET /v2/app/tags/list?n=-1");
    assertRefused("400 UNSUPPORTED", "GET /v2/_catalog?n=x");
    assertRefused("400 UNSUPPORTED", "GET /v2/app/tags/list?last=%20");
  }

  @Test
  void what_cannot_be_done_here() {
    for (String path :
        new String[] {
          "/v2/",
          "/v2/_catalog",
          "/v2/app/tags/list",
          "/v2/app/referrers/" + NONE,
          "/v2/app/blobs/" + NONE,
          "/v2/app/manifests/v1",
          "/v2/app/blobs/uploads/"
        }) {
      assertRefused("405 UNSUPPORTED", "OPTIONS " + path);
      var answer = served.send("OPTIONS", path, bytes(""));
      assertTrue(header(answer, "Allow").matches("[A-Z]+(, [A-Z]+)*"), path);
    }
    assertRefused("405 UNSUPPORTED", "GET /v2/app/blobs/uploads/");
  }

  @Test
  void a_path_leads_nowhere_but_where_it_says() throws Exception {
    for (String path :
        new String[] {
          "/v2/../v2/_catalog",
          "/v2/app/../app/tags/list",
          "/v2/%2e%2e/tags/list",
          "/v2//tags/list",
          "/v2/app//tags/list",
          "//v2/",
          "/v2/app%2ftags/list",
          "/v2/app/blobs/..%2f..%2fformat",
          "/v2/./app/tags/list",
          "/v2/app/manifests/../../x",
          "/v2/app/tags/list/",
          "/v2/app/manifests/%00",
          "/%76%32/app/manifests/v1/"
        }) {
      try (RawConnection client = served.connect()) {
        String answer = client.send("GET " + path + " HTTP/1.1|Host: x||").answer();
        assertTrue(answer.startsWith("HTTP/1.1 40"), path + " → " + answer);
        assertTrue(answer.contains("{\"errors\":[{\"code\":"), path + " → " + answer);
      }
    }
  }

  @Test
  void ten_thousand_tags_at_once_are_too_many() throws Exception {
    byte[] manifest = served.image("app", "layer");
    String path = "/v2/app/manifests/" + Digest.of(manifest);
    assertEquals(
        "414 UNSUPPORTED",
        refusal(served.send("PUT", path + "?tag=t".repeat(101).replace("t?", "t&"), manifest)));
    try (RawConnection client = served.connect()) {
      String line = "PUT " + path + "?x" + "&tag=t".repeat(10_000) + " HTTP/1.1|Host: x|";
      String answer = client.sendAsFarAsItIsRead(line + "Content-Length: 0||").answer();
      assertTrue(answer.matches("(?s)HTTP/1.1 4(00|14) .*\"errors\".*"), answer);
    }
    assertEquals("{\"name\":\"app\",\"tags\":[\"v1\"]}", text(served.get("/v2/app/tags/list")));
  }

  /// Spec: distribution-spec "Registry Proxying": it may be ignored.
  @Test
  void the_registry_a_client_means_changes_nothing() {
    Digest layer = Digest.of(bytes("layer"));
    for (String path :
        new String[] {"manifests/v1", "blobs/" + layer, "tags/list", "referrers/" + layer}) {
      for (String mark : new String[] {"?ns=docker.io", "?n=10&ns=ghcr.io", "?ns=", "?ns=%C3%A4"}) {
        var with = served.get("/v2/app/" + path + mark);
        assertEquals(200, with.statusCode(), path + mark);
        assertEquals(text(served.get("/v2/app/" + path)), text(with));
        assertEquals("(no OCI-Namespace)", header(with, "OCI-Namespace"));
      }
    }
    assertEquals(
        "404 MANIFEST_UNKNOWN", refusal(served.get("/v2/library/x/manifests/v1?ns=docker.io")));
  }
}
