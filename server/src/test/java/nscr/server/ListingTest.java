package nscr.server;

import static nscr.server.Served.header;
import static nscr.server.Served.refusal;
import static nscr.server.Served.text;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import nscr.oci.Digest;
import nscr.oci.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListingTest {
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

  private void tag(String repository, String... tags) {
    byte[] manifest = served.image(repository, "layer");
    String all = String.join("&tag=", tags);
    assertEquals(
        201, served.put(repository, Digest.of(manifest) + "?tag=" + all, manifest).statusCode());
  }

  private List<String> list(String path, String member) {
    return Json.parse(served.get(path).body()).member(member).orElseThrow().elements().stream()
        .map(json -> json.text().orElseThrow())
        .toList();
  }

  @Test
  void tags_stand_in_ascii_order() {
    tag("app", "b", "a", "B", "1.10", "1.9", "_x", "latest");
    assertEquals(
        "{\"name\":\"app\",\"tags\":[\"1.10\",\"1.9\",\"B\",\"_x\",\"a\",\"b\",\"latest\"]}",
        text(served.get("/v2/app/tags/list")));
    assertEquals("404 NAME_UNKNOWN", refusal(served.get("/v2/none/tags/list")));
  }

  @Test
  void a_repository_without_tags_is_still_there() {
    tag("app", "v1");
    served.delete("/v2/app/manifests/v1");
    assertEquals("{\"name\":\"app\",\"tags\":[]}", text(served.get("/v2/app/tags/list")));
  }

  @Test
  void a_page_has_what_was_asked_for() {
    tag("app", "a", "b", "c", "d");
    var page = served.get("/v2/app/tags/list?n=2");
    assertEquals("{\"name\":\"app\",\"tags\":[\"a\",\"b\"]}", text(page));
    assertEquals("</v2/app/tags/list?n=2&last=b>; rel=\"next\"", header(page, "Link"));
    assertEquals(List.of("c", "d"), list("/v2/app/tags/list?n=2&last=b", "tags"));
    assertEquals("(no Link)", header(served.get("/v2/app/tags/list?n=2&last=b"), "Link"));
    assertEquals("(no Link)", header(served.get("/v2/app/tags/list?n=4"), "Link"));
    assertEquals(List.of("c", "d"), list("/v2/app/tags/list?last=bb", "tags"));
    assertEquals(List.of(), list("/v2/app/tags/list?last=z", "tags"));
    var none = served.get("/v2/app/tags/list?n=0");
    assertEquals("{\"name\":\"app\",\"tags\":[]}", text(none));
    assertEquals("(no Link)", header(none, "Link"));
  }

  @Test
  void following_the_links_shows_every_tag_once() {
    String[] tags =
        IntStream.range(0, 57).mapToObj(i -> "t%03d".formatted(i)).toArray(String[]::new);
    tag("app", tags);
    List<String> seen = new ArrayList<>();
    String next = "/v2/app/tags/list?n=10";
    while (!next.startsWith("(")) {
      var page = served.get(next);
      seen.addAll(
          Json.parse(page.body()).member("tags").orElseThrow().elements().stream()
              .map(json -> json.text().orElseThrow())
              .collect(Collectors.toList()));
      next = header(page, "Link").replaceFirst("<(.*)>; rel=\"next\"", "$1");
    }
    assertEquals(List.of(tags), seen);
  }

  @Test
  void repositories_are_paged_too() {
    tag("app/x", "1");
    tag("app", "1");
    tag("app-x", "1");
    tag("zoo", "1");
    var page = served.get("/v2/_catalog?n=3");
    assertEquals("{\"repositories\":[\"app\",\"app-x\",\"app/x\"]}", text(page));
    assertEquals("</v2/_catalog?n=3&last=app%2Fx>; rel=\"next\"", header(page, "Link"));
    assertEquals(List.of("zoo"), list("/v2/_catalog?n=3&last=app%2Fx", "repositories"));
  }
}
