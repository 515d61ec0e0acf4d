package nscr.server;

import static nscr.server.Served.bytes;
import static nscr.server.Served.header;
import static nscr.server.Served.refusal;
import static nscr.server.Served.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import nscr.gc.Gc;
import nscr.gc.GcPolicy;
import nscr.oci.Digest;
import nscr.oci.DigestAlgorithm;
import nscr.oci.Json;
import nscr.oci.MediaType;
import nscr.server.api.ApiSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestApiTest {
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
  void a_push_by_digest_may_bring_many_tags() {
    byte[] manifest = served.image("app", "layer");
    StringBuilder tags = new StringBuilder("?tag=t0");
    for (int i = 1; i < 20; i++) {
      tags.append("&tag=t").append(i);
    }
    var answer = served.put("app", Digest.of(manifest) + tags.toString(), manifest);
    assertEquals(201, answer.statusCode(), text(answer));
    assertTrue(header(answer, "OCI-Tag").startsWith("t0, t1, "), header(answer, "OCI-Tag"));
    assertEquals(200, served.head("/v2/app/manifests/t19").statusCode());
    String flood = "?tag=t" + "&tag=t".repeat(9_999);
    assertEquals(414, served.put("app", Digest.of(manifest) + flood, manifest).statusCode());
    assertEquals(200, served.get("/v2/").statusCode());
  }

  @Test
  void a_manifest_comes_under_the_digest_it_has() {
    byte[] manifest = served.image("app", "layer");
    Digest sha512 = Digest.of(DigestAlgorithm.SHA512, manifest);
    var answer = served.put("app", sha512.toString(), manifest);
    assertEquals(201, answer.statusCode());
    assertEquals(sha512.toString(), header(answer, "Docker-Content-Digest"));
    assertEquals(
        "400 DIGEST_INVALID",
        refusal(served.put("app", Digest.of(bytes("x")).toString(), manifest)));
  }

  @Test
  void who_was_told_that_an_image_is_there_need_not_bring_it_for_an_index() throws Exception {
    byte[] image = served.image("app", "layer");
    Digest digest = Digest.of(image);
    assertEquals(201, served.put("app", digest.toString(), image).statusCode());
    assertEquals(201, putIndex("old", digest, image.length).statusCode());
    assertEquals(202, served.delete("/v2/app/manifests/" + digestOf("old")).statusCode());
    assertEquals(200, served.head("/v2/app/manifests/" + digest).statusCode());
    Gc.execute(served.store, GcPolicy.USUAL);
    assertEquals(201, putIndex("new", digest, image.length).statusCode());
  }

  private HttpResponse<byte[]> putIndex(String tag, Digest child, int size) {
    String index =
        """
        {"schemaVersion":2,"mediaType":"%s","annotations":{"tag":"%s"},\
        "manifests":[{"mediaType":"%s","digest":"%s","size":%d}]}\
        """
            .formatted(MediaType.IMAGE_INDEX, tag, Served.MANIFEST, child, size);
    return served.send(
        "PUT",
        "/v2/app/manifests/" + tag,
        bytes(index),
        "Content-Type",
        MediaType.IMAGE_INDEX.toString());
  }

  private String digestOf(String tag) {
    return header(served.head("/v2/app/manifests/" + tag), "Docker-Content-Digest");
  }

  @Test
  void a_child_that_is_missing_is_named() {
    byte[] manifest = served.image("app", "layer");
    var answer = served.put("other", "v1", manifest);
    assertEquals("400 MANIFEST_BLOB_UNKNOWN", refusal(answer));
    assertTrue(text(answer).contains(Digest.of(bytes("{}")).toString()), text(answer));
  }

  @Test
  void what_is_no_manifest_is_refused() {
    assertEquals("400 MANIFEST_INVALID", refusal(served.put("app", "v1", bytes("{"))));
    assertEquals("400 MANIFEST_INVALID", refusal(served.put("app", "v1", bytes(""))));
    assertEquals("400 MANIFEST_INVALID", refusal(served.put("app", "v1", bytes("[]"))));
    var type = served.send("PUT", "/v2/app/manifests/v1", bytes("{}"), "Content-Type", "\"");
    assertEquals("400 MANIFEST_INVALID", refusal(type));
  }

  @Test
  void a_manifest_without_a_length_is_taken_and_one_too_large_is_not() {
    byte[] manifest = served.image("app", "layer");
    var streamed =
        served.send(
            "PUT",
            "/v2/app/manifests/v1",
            BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(manifest)),
            "Content-Type",
            Served.MANIFEST);
    assertEquals(201, streamed.statusCode());
    String text = new String(manifest);
    byte[] large = bytes(text + " ".repeat((4 << 20) - text.length()));
    assertEquals(201, served.put("app", "large", large).statusCode());
    assertEquals("413 MANIFEST_INVALID", refusal(served.put("app", "v2", new byte[9 << 20])));
    var flood =
        served.send(
            "PUT",
            "/v2/app/manifests/v2",
            BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[9 << 20])));
    assertEquals("413 MANIFEST_INVALID", refusal(flood));
  }

  @Test
  void manifests_made_to_fill_the_memory_are_refused_and_the_server_goes_on() throws Exception {
    byte[] bomb = bytes("{\"layers\":[" + "[],".repeat(2_700_000) + "[]]}");
    try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> answers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        answers.add(clients.submit(() -> served.put("app", "v1", bomb).statusCode()));
      }
      for (Future<Integer> answer : answers) {
        assertTrue(answer.get() == 400 || answer.get() == 413, "answered " + answer.get());
      }
    }
    assertEquals(200, served.get("/v2/").statusCode());
  }

  @Test
  void tags_and_manifests_are_deleted_apart() {
    byte[] manifest = served.image("app", "layer");
    Digest digest = Digest.of(manifest);
    served.put("app", "v1", manifest);
    served.put("app", "v2", manifest);
    assertEquals(202, served.delete("/v2/app/manifests/v1").statusCode());
    assertEquals("404 MANIFEST_UNKNOWN", refusal(served.delete("/v2/app/manifests/v1")));
    assertEquals(200, served.head("/v2/app/manifests/" + digest).statusCode());
    assertEquals(202, served.delete("/v2/app/manifests/" + digest).statusCode());
    assertEquals(404, served.head("/v2/app/manifests/v2").statusCode());
    assertEquals("404 MANIFEST_UNKNOWN", refusal(served.delete("/v2/app/manifests/" + digest)));
  }

  @Test
  void a_blob_that_is_still_needed_is_deleted_until_it_comes_again() {
    byte[] manifest = served.image("app", "layer");
    served.put("app", "v1", manifest);
    String layer = "/v2/app/blobs/" + Digest.of(bytes("layer"));
    assertEquals(202, served.delete(layer).statusCode());
    assertEquals(404, served.head(layer).statusCode());
    assertEquals("404 BLOB_UNKNOWN", refusal(served.get(layer)));
    assertEquals("404 BLOB_UNKNOWN", refusal(served.delete(layer)));
    assertEquals(200, served.head("/v2/app/manifests/v1").statusCode());
    assertEquals("400 MANIFEST_BLOB_UNKNOWN", refusal(served.put("app", "v2", manifest)));
    served.image("app", "layer");
    assertEquals(200, served.get(layer).statusCode());
    assertEquals(201, served.put("app", "v2", manifest).statusCode());
  }

  @Test
  void a_blob_that_is_still_needed_is_kept_where_that_is_wanted() throws Exception {
    var settings = new ApiSettings(false, true, OptionalLong.empty());
    try (Served keeping = Served.in(directory, settings, Patience.USUAL)) {
      byte[] manifest = keeping.image("app", "layer");
      keeping.put("app", "v1", manifest);
      String layer = "/v2/app/blobs/" + Digest.of(bytes("layer"));
      assertEquals("405 UNSUPPORTED", refusal(keeping.delete(layer)));
      assertEquals(200, keeping.get(layer).statusCode());
      keeping.delete("/v2/app/manifests/" + Digest.of(manifest));
      assertEquals(202, keeping.delete(layer).statusCode());
      assertEquals(404, keeping.head(layer).statusCode());
      assertEquals("404 BLOB_UNKNOWN", refusal(keeping.delete(layer)));
    }
  }

  private byte[] referrer(Digest subject, String artifactType) {
    Digest empty = served.push("app", bytes("{}"));
    return bytes(
        """
        {"schemaVersion":2,"mediaType":"%s","artifactType":"%s",\
        "config":{"mediaType":"application/vnd.oci.empty.v1+json","digest":"%s","size":2},\
        "layers":[],"subject":{"mediaType":"%s","digest":"%s","size":7},"annotations":{"a":"b"}}\
        """
            .formatted(Served.MANIFEST, artifactType, empty, Served.MANIFEST, subject));
  }

  @Test
  void referrers_are_listed_filtered_and_paged() {
    Digest subject = Digest.of(bytes("a manifest that is not here"));
    String path = "/v2/app/referrers/" + subject;
    var none = served.get(path);
    assertEquals(200, none.statusCode());
    assertEquals(Served.INDEX, header(none, "Content-Type"));
    assertEquals(0, manifests(none.body()));
    for (int i = 0; i < 5; i++) {
      byte[] manifest = referrer(subject, i == 0 ? "text/few" : "text/many" + i);
      var pushed = served.put("app", Digest.of(manifest).toString(), manifest);
      assertEquals(subject.toString(), header(pushed, "OCI-Subject"));
    }
    assertEquals(5, manifests(served.get(path).body()));
    var few = served.get(path + "?artifactType=text/few");
    assertEquals(1, manifests(few.body()));
    assertEquals("artifactType", header(few, "OCI-Filters-Applied"));
    assertTrue(text(few).contains("\"artifactType\":\"text/few\""), text(few));
    assertTrue(text(few).contains("\"annotations\":{\"a\":\"b\"}"), text(few));

    var page = served.get(path + "?n=3");
    assertEquals(3, manifests(page.body()));
    String next = header(page, "Link").replaceFirst("<(.*)>; rel=\"next\"", "$1");
    var rest = served.get(next);
    assertEquals(2, manifests(rest.body()));
    assertEquals("(no Link)", header(rest, "Link"));
    assertEquals("400 DIGEST_INVALID", refusal(served.get("/v2/app/referrers/sha256:x")));
  }

  private static int manifests(byte[] index) {
    return Json.parse(index).member("manifests").orElseThrow().elements().size();
  }

  @Test
  void a_registry_that_is_read_only_is_only_read() throws Exception {
    byte[] manifest = served.image("app", "layer");
    served.put("app", "v1", manifest);
    var settings = new ApiSettings(true, false, OptionalLong.empty());
    try (RegistryServer other =
        RegistryServer.start(served.store, Served.SOMEWHERE.with(settings))) {
      String base = "http://" + other.listening().getFirst();
      assertEquals(200, served.head(base + "/v2/app/manifests/v1").statusCode());
      assertEquals("405 UNSUPPORTED", refusal(served.delete(base + "/v2/app/manifests/v1")));
      assertEquals(
          "405 UNSUPPORTED",
          refusal(served.send("POST", base + "/v2/app/blobs/uploads/", bytes(""))));
    }
  }
}
