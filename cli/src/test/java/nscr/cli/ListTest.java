package nscr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import nscr.oci.Json;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListTest {
  @TempDir private Path temporary;
  private TestProgram nscr;

  @BeforeEach
  void begin() throws IOException {
    nscr = Stocked.stock(new TestProgram(temporary.resolve("store")));
  }

  @Test
  void each_level_names_what_the_next_understands() {
    assertEquals(List.of("app", "multi"), nscr.run("ls", "-q").ok().lines());
    List<String> tags = nscr.run("ls", "-q", "multi").ok().lines();
    assertEquals(List.of("multi:1"), tags);
    List<String> platforms = nscr.run("ls", "-q", tags.getFirst()).ok().lines();
    assertEquals(2, platforms.size());
    List<String> layers = nscr.run("ls", "-q", platforms.getFirst()).ok().lines();
    assertEquals(1, layers.size());
    assertEquals("a layer for linux/amd64", nscr.run("blob", "get", layers.getFirst()).ok().out());
  }

  @Test
  void tables_are_aligned_and_digests_short_unless_asked_for() {
    List<String> lines = nscr.run("ls", "app").ok().lines();
    assertEquals("TAG     DIGEST        SIZE  UPDATED", lines.getFirst());
    assertTrue(lines.get(1).startsWith("1       " + Stocked.APP.digest().shortHex() + "  "));
    assertTrue(lines.get(3).startsWith("stable  "), lines.get(3));
    assertTrue(
        nscr.run("ls", "app", "--digests").ok().out().contains(Stocked.APP.digest().toString()));
  }

  @Test
  void who_types_what_a_table_shows_of_a_digest_is_told_where_the_rest_is() {
    String part = Stocked.APP.digest().shortHex();
    for (String name : List.of("app@" + part, "app@sha256:" + part)) {
      for (String command : List.of("inspect", "ls", "export", "rm")) {
        String message = nscr.run(command, name).failure(ExitCode.USAGE);
        assertTrue(message.contains("With --digests, ls and inspect show"), message);
      }
    }
  }

  @Test
  void json_has_stable_names() {
    assertEquals("[repositories]", names(nscr.run("ls", "--json")));
    Answer tags = nscr.run("ls", "app", "--json");
    assertEquals("[repository, tags]", names(tags));
    assertEquals("[digest, mediaType, name, size, tag, updated]", names(first(tags, "tags")));
    Answer platforms = nscr.run("ls", "multi:1", "--json");
    assertEquals("[digest, manifests, mediaType, name]", names(platforms));
    assertEquals("[digest, mediaType, name, platform, size]", names(first(platforms, "manifests")));
    Answer layers = nscr.run("ls", "app:1", "--json");
    assertEquals("[digest, layers, mediaType, name]", names(layers));
    assertEquals("[digest, mediaType, name, size]", names(first(layers, "layers")));
  }

  private static String names(Answer answer) {
    return names(answer.ok().json());
  }

  private static String names(Json json) {
    return new TreeMap<>(json.members()).keySet().toString();
  }

  private static Json first(Answer answer, String name) {
    return answer.json().member(name).orElseThrow().elements().getFirst();
  }

  @Test
  void untagged_is_what_a_gc_of_the_untagged_would_take() {
    assertEquals("", nscr.run("ls", "--untagged", "-q").ok().out());
    nscr.run("untag", "app:2").ok();
    nscr.run("untag", "multi:1").ok();
    assertEquals(
        List.of("app@" + Stocked.OTHER.digest(), "multi@" + Stocked.MULTI.digest()),
        nscr.run("ls", "--untagged", "-q").ok().lines());
    assertEquals(1, nscr.run("ls", "app", "--untagged", "-q").ok().lines().size());
    nscr.run("gc", "--untagged", "0s").ok();
    assertEquals("", nscr.run("ls", "--untagged", "-q").ok().out());
    nscr.run("ls", "app:1", "--untagged").failure(ExitCode.USAGE);
  }

  @Test
  void what_is_not_there_is_not_found() {
    nscr.run("ls", "none").failure(ExitCode.NOT_FOUND);
    assertTrue(
        nscr.run("ls", "app:9")
            .failure(ExitCode.NOT_FOUND)
            .contains("repository app has no tag 9"));
    new TestProgram(temporary.resolve("nowhere")).run("ls").failure(ExitCode.NOT_FOUND);
  }

  @Test
  void a_listing_of_more_than_a_page_is_whole() throws IOException {
    Map<String, Image> many = new TreeMap<>();
    for (int i = 0; i < 2345; i++) {
      many.put("many:t" + i, Stocked.APP);
    }
    nscr.input(Archives.tar(Archives.layout(many))).run("import").ok();
    assertEquals(2345, nscr.run("ls", "many", "-q").ok().lines().size());
    assertEquals(2346, nscr.run("ls", "many").ok().lines().size());
    assertEquals(
        2345,
        nscr.run("ls", "many", "--json")
            .ok()
            .json()
            .member("tags")
            .orElseThrow()
            .elements()
            .size());
    nscr.run("rm", "-r", "many").ok();
    nscr.run("ls", "many").failure(ExitCode.NOT_FOUND);
    nscr.run("check").ok();
  }
}
