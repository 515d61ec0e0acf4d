package nscr.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import nscr.oci.Json;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportTest {
  @TempDir private Path temporary;
  private TestProgram nscr;
  private TestProgram elsewhere;

  @BeforeEach
  void begin() throws IOException {
    nscr = Stocked.stock(new TestProgram(temporary.resolve("store")));
    elsewhere = new TestProgram(temporary.resolve("elsewhere"));
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(temporary)) {
      return files
          .map(path -> path.getFileName().toString())
          .filter(name -> !name.equals("store") && !name.equals("elsewhere"))
          .sorted()
          .toList();
    }
  }

  @Test
  void the_same_content_gives_the_same_bytes_on_a_pipe_and_in_a_file() throws IOException {
    byte[] piped = nscr.run("export", "app", "multi:1").ok().bytes();
    String file = temporary.resolve("a.tar").toString();
    assertEquals("", nscr.run("export", "app", "multi:1", "-o", file).ok().out());
    assertArrayEquals(piped, Files.readAllBytes(Path.of(file)));
    assertEquals(List.of("a.tar"), files());
  }

  @Test
  void every_format_comes_back_with_the_same_digests() throws IOException {
    String wanted = Stocked.APP.digest() + "\n";
    List<String> targets =
        List.of("a.tar", "oci:layout", "oci-archive:b.tar", "docker-archive:c.tar", "dir:skopeo");
    for (String target : targets) {
      String spelled = target.replaceFirst("([a-z.]+)$", temporary + "/$1");
      nscr.run("export", "app:1", "-o", spelled).ok();
      elsewhere.run("import", spelled, "--as", "back:1").ok();
      assertEquals(wanted, elsewhere.run("inspect", "-q", "back:1").ok().out(), target);
    }
  }

  @Test
  void a_repository_goes_with_all_its_tags_and_their_referrers() throws IOException {
    elsewhere.input(nscr.run("export", "app").ok().bytes()).run("import").ok();
    assertEquals(
        List.of("app:1", "app:2", "app:stable"), elsewhere.run("ls", "-q", "app").ok().lines());
    assertEquals(1, referrers("app:1"));
    elsewhere.input(nscr.run("export", "app:1", "--no-referrers").ok().bytes());
    elsewhere.run("import", "--as", "alone:1").ok();
    assertEquals(0, referrers("alone:1"));
  }

  private int referrers(String name) {
    Json json = elsewhere.run("inspect", "--json", name).ok().json();
    return json.member("referrers").orElseThrow().elements().size();
  }

  @Test
  void a_docker_archive_holds_one_platform() {
    String file = temporary.resolve("d.tar").toString();
    nscr.run("export", "multi:1", "--format", "docker", "--platform", "linux/arm64", "-o", file)
        .ok();
    elsewhere.run("import", file).ok();
    assertTrue(elsewhere.run("inspect", "multi:1").ok().out().contains("linux/arm64"));
    assertTrue(
        nscr.run("export", "multi:1", "--platform", "linux/mips", "-o", file)
            .failure(ExitCode.NOT_FOUND)
            .contains("linux/amd64, linux/arm64"));
  }

  @Test
  void a_name_can_be_given_on_the_way_out() {
    nscr.run("export", "app:1", "-o", "oci:" + temporary + "/layout:new/name:7").ok();
    elsewhere.run("import", temporary + "/layout").ok();
    assertEquals("new/name:7\n", elsewhere.run("ls", "-q", "new/name").ok().out());
    nscr.run("export", "app", "-o", "oci:" + temporary + "/layout:x:1").failure(ExitCode.USAGE);
  }

  @Test
  void a_name_that_is_given_twice_is_there_once() {
    byte[] once = nscr.run("export", "app").ok().bytes();
    assertArrayEquals(once, nscr.run("export", "app", "app:1", "app").ok().bytes());
    nscr.run("export", "multi:1", "multi", "-o", "dir:" + temporary + "/d").ok();
  }

  @Test
  void a_mere_word_for_a_name_is_a_tag_in_a_layout_as_it_is_for_skopeo() throws IOException {
    String tag = "sha256-" + Stocked.OTHER.digest().hex() + ".sig";
    nscr.input(Archives.tar(Archives.layout(Map.of("app:" + tag, Stocked.SIGNATURE))))
        .run("import")
        .ok();
    for (String name : List.of("1.0", "2.0")) {
      nscr.run("export", "app:2", "-o", "oci:" + temporary + "/layout:" + name).ok();
    }
    elsewhere.run("import", "oci:" + temporary + "/layout:none").failure(ExitCode.NOT_FOUND);
    elsewhere.run("import", "oci:" + temporary + "/layout:1.0", "--as", "back").ok();
    assertEquals(
        List.of("back:1.0", "back:2.0", "back:" + tag),
        elsewhere.run("ls", "-q", "back").ok().lines());
    nscr.run("export", "app:2", "-o", "docker-archive:" + temporary + "/d.tar:word").ok();
    elsewhere.run("import", "docker-archive:" + temporary + "/d.tar:word:latest").ok();
    elsewhere.run("inspect", "word:latest").ok();
  }

  @Test
  void what_fails_leaves_no_file() throws IOException {
    String file = temporary.resolve("a.tar").toString();
    nscr.run("export", "app:none", "-o", file).failure(ExitCode.NOT_FOUND);
    nscr.run("export", "multi:1", "app:1", "-o", "dir:" + temporary + "/d")
        .failure(ExitCode.INVALID_INPUT);
    nscr.run("export", "app:1", "-o", temporary + "/no/such/place").failure(ExitCode.FAILED);
    assertEquals(List.of(), files());
  }

  @Test
  void damage_in_the_store_is_told_and_leaves_no_file() throws IOException {
    String layer = Stocked.APP.parts().get(1).descriptor().digest().hex();
    Path blobs = temporary.resolve("store/blobs/sha256/" + layer.substring(0, 2));
    try (Stream<Path> found = Files.list(blobs)) {
      Path file = found.findFirst().orElseThrow();
      Files.delete(file);
      Files.writeString(file, "eno");
    }
    String file = temporary.resolve("a.tar").toString();
    nscr.run("export", "app:1", "-o", file).failure(ExitCode.DAMAGE);
    assertFalse(Files.exists(Path.of(file)));
    nscr.run("check").ok();
    assertEquals(ExitCode.DAMAGE.number(), nscr.run("check", "--deep").code());
  }

  @Test
  void it_refuses_what_would_surprise() {
    String file = temporary.resolve("a.tar.gz").toString();
    nscr.run("export", "app:1", "-o", file).failure(ExitCode.USAGE);
    nscr.run("export", "app:1", "-o", temporary.toString()).failure(ExitCode.USAGE);
    nscr.run("export", "app:1", "--format", "dir").failure(ExitCode.USAGE);
    nscr.run("export", "app:1", "--format", "docker", "-o", "oci:x").failure(ExitCode.USAGE);
    nscr.run("export", "app:1", "--json").failure(ExitCode.USAGE);
    nscr.terminal(Surroundings.Stream.OUT).run("export", "app:1").failure(ExitCode.USAGE);
  }

  @Test
  void json_says_what_went_where() {
    String file = temporary.resolve("a.tar").toString();
    Json json = nscr.run("export", "app:1", "-o", file, "--json").ok().json();
    assertEquals(file, json.member("to").flatMap(Json::text).orElseThrow());
    assertEquals(1, json.member("images").orElseThrow().elements().size());
  }
}
