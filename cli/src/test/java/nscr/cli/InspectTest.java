package nscr.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import nscr.oci.Json;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectTest {
  @TempDir private Path temporary;
  private TestProgram nscr;

  @BeforeEach
  void begin() throws IOException {
    nscr = Stocked.stock(new TestProgram(temporary.resolve("store")));
  }

  @Test
  void a_person_sees_layers_steps_labels_and_referrers() {
    List<String> lines = nscr.run("inspect", "app:1").ok().lines();
    assertEquals("app:1", lines.getFirst());
    assertTrue(lines.contains("  digest    " + Stocked.APP.digest()), lines.toString());
    assertTrue(lines.contains("  platform  linux/amd64"), lines.toString());
    assertTrue(lines.contains("  tags      1, stable"), lines.toString());
    assertTrue(lines.contains("│   └── kind: test"), lines.toString());
    String layer = Stocked.APP.parts().get(1).descriptor().digest().shortHex();
    assertTrue(lines.contains("├── layer   " + layer + "  3B      RUN one"), lines.toString());
    String signature = Stocked.SIGNATURE.digest().shortHex();
    assertTrue(
        lines.stream()
            .anyMatch(
                line -> line.startsWith("    └── application/vnd.example.signature  " + signature)),
        lines.toString());
  }

  @Test
  void json_has_stable_names() {
    Json json = nscr.run("inspect", "app:1", "--json").ok().json();
    assertEquals(
        "[annotations, config, created, digest, history, labels, layers, manifests, mediaType,"
            + " name, platform, pushed, referrers, size, tags]",
        new TreeMap<>(json.members()).keySet().toString());
    Json layer = json.member("layers").orElseThrow().elements().getFirst();
    assertEquals("[digest, mediaType, size]", new TreeMap<>(layer.members()).keySet().toString());
    Json step = json.member("history").orElseThrow().elements().getFirst();
    assertEquals("[createdBy, empty]", new TreeMap<>(step.members()).keySet().toString());
  }

  @Test
  void an_index_shows_its_platforms_and_one_can_be_chosen() {
    Json json = nscr.run("inspect", "multi:1", "--json").ok().json();
    assertEquals(2, json.member("manifests").orElseThrow().elements().size());
    assertEquals(List.of(), json.member("layers").orElseThrow().elements());
    Answer one = nscr.run("inspect", "multi:1", "--platform", "linux/arm64").ok();
    assertTrue(one.out().contains("platform  linux/arm64"), one.out());
    nscr.run("inspect", "multi:1", "--platform", "linux/mips").failure(ExitCode.NOT_FOUND);
    nscr.run("inspect", "app:1", "--platform", "linux/arm64").failure(ExitCode.NOT_FOUND);
  }

  @Test
  void raw_and_config_are_exact_bytes() {
    assertArrayEquals(
        Stocked.APP.parts().getLast().bytes(), nscr.run("inspect", "app:1", "--raw").ok().bytes());
    assertArrayEquals(
        Stocked.APP.parts().getFirst().bytes(),
        nscr.run("inspect", "app:1", "--config").ok().bytes());
    assertTrue(
        nscr.run("inspect", "multi:1", "--config").failure(ExitCode.USAGE).contains("linux/arm64"));
    nscr.run("inspect", "app:1", "--raw", "--config").failure(ExitCode.USAGE);
  }

  @Test
  void a_repository_is_no_image() {
    assertTrue(nscr.run("inspect", "app").failure(ExitCode.USAGE).contains("app:TAG"));
    nscr.run("inspect", "app:3").failure(ExitCode.NOT_FOUND);
    nscr.run("inspect", "App:3").failure(ExitCode.USAGE);
    nscr.run("inspect", "app@sha256:12").failure(ExitCode.USAGE);
  }

  @Test
  void what_an_image_says_of_itself_cannot_drive_the_terminal() throws IOException {
    Image evil = Image.of("\033]0;owned\007\n\u202etxt");
    nscr.input(Archives.tar(Archives.layout(java.util.Map.of("evil:1", evil)))).run("import").ok();
    String out = nscr.run("inspect", "evil:1").ok().out();
    assertTrue(out.contains("\\u001b]0;owned\\u0007"), out);
    assertTrue(out.contains("\\u202e"), out);
  }
}
