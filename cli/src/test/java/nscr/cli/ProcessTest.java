package nscr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import nscr.oci.Json;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The program as a process of its own, in a shell: pipes, signals, terminals.
@Timeout(120)
class ProcessTest {
  private static final String LONG = "a/repository/with/a/" + "very-".repeat(40) + "long/name/";

  @TempDir private Path temporary;
  private Path store;
  private InstalledProgram installed;

  @BeforeEach
  void install() throws IOException {
    installed = new InstalledProgram(temporary);
    store = installed.store();
  }

  private Answer shell(String script) throws IOException, InterruptedException {
    return installed.shell(script);
  }

  @Test
  void the_pipelines_of_the_manual_work_as_written() throws Exception {
    Files.write(temporary.resolve("saved.tar"), Archives.docker(Map.of("x:1", Stocked.APP)));
    String layer = Stocked.APP.parts().get(1).descriptor().digest().toString();
    Answer answer =
        shell(
            """
            cat saved.tar | nscr import - --as app:1
            nscr export app:1 | nscr --store other import -
            nscr ls -q | while read r; do nscr ls -q "$r"; done
            nscr import <saved.tar -q
            nscr blob get app@%s | sha256sum
            nscr gc --json
            """
                .formatted(layer));
    List<String> lines = answer.ok().lines();
    assertEquals("", answer.err());
    assertTrue(lines.getFirst().startsWith("app:1\tsha256:"), lines.toString());
    assertEquals(lines.getFirst(), lines.get(1));
    assertEquals(List.of("app:1", "x:1"), lines.subList(2, 4));
    assertEquals(layer.substring("sha256:".length()) + "  -", lines.get(4));
    String json = String.join("\n", lines.subList(5, lines.size()));
    assertTrue(Json.parse(Image.bytes(json)).member("freedBytes").isPresent());
  }

  /// More names than a pipe holds.
  private void manyRepositories() throws IOException {
    Map<String, Image> many = new TreeMap<>();
    for (int i = 0; i < 800; i++) {
      many.put(LONG + i + ":1", Stocked.APP);
    }
    new TestProgram(store).input(Archives.tar(Archives.layout(many))).run("import").ok();
  }

  @Test
  void a_reader_that_has_seen_enough_ends_a_listing_quietly() throws Exception {
    manyRepositories();
    Answer answer = shell("nscr ls -q | head -n 1; nscr ls --json | head -n 1");
    assertEquals(LONG + "0\n{\n", answer.ok().out());
    assertEquals("", answer.err());
  }

  @Test
  void whoever_reads_the_output_can_have_the_store() throws Exception {
    manyRepositories();
    Image large = Image.of("x".repeat(300_000));
    new TestProgram(store)
        .input(Archives.tar(Archives.layout(Map.of("large:1", large))))
        .run("import")
        .ok();
    Answer answer =
        shell(
            """
            nscr ls -q | { read first; nscr ls --wait 9s -q "$first"; cat >/dev/null; }
            nscr blob get large@%s | nscr --wait 9s blob put copy
            """
                .formatted(large.parts().get(1).descriptor().digest()));
    assertEquals(
        List.of(LONG + "0:1", large.parts().get(1).descriptor().digest().toString()),
        answer.ok().lines());
  }

  @Test
  void an_interrupted_import_leaves_nothing() throws Exception {
    assertEquals(130, importAndSignal("INT"));
    assertEquals(143, importAndSignal("TERM"));
    TestProgram nscr = new TestProgram(store);
    assertEquals("nothing to remove\n", nscr.run("gc", "--grace", "0").ok().out());
    nscr.run("check").ok();
    assertEquals("", nscr.run("ls", "-q").ok().out());
  }

  /// Starts an import from a pipe that never ends, and once it has staged something signals it.
  private int importAndSignal(String signal) throws IOException, InterruptedException {
    byte[] whole = Archives.tar(Archives.layout(Map.of("app:1", Image.of("x".repeat(3_000_000)))));
    Process process = installed.process("nscr", "import", "-").start();
    OutputStream in = process.getOutputStream();
    in.write(whole, 0, 2_000_000);
    in.flush();
    Path staged = store.resolve("staged");
    while (process.isAlive() && bytesIn(staged) == 0) {
      Thread.sleep(10);
    }
    assertTrue(process.isAlive(), () -> "it ended by itself with " + process.exitValue());
    new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid())).start().waitFor();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertEquals(0, bytesIn(staged));
    return process.exitValue();
  }

  private static long bytesIn(Path directory) throws IOException {
    if (Files.notExists(directory)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }

  @Test
  void exit_codes_reach_the_shell() throws Exception {
    Answer answer =
        shell(
            """
            nscr ls || echo $?
            nscr frobnicate || echo $?
            nscr import </dev/null || echo $?
            nscr ls -q && echo $?
            nscr help >/dev/full || echo $?
            """);
    assertEquals("3\n2\n5\n0\n1\n", answer.ok().out());
    assertEquals(4, answer.err().lines().filter(line -> line.startsWith("nscr: ")).count());
    assertTrue(answer.err().contains("cannot write standard output: No space left"), answer.err());
  }

  @Test
  void a_terminal_is_told_from_a_pipe_by_each_stream() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")));
    Stocked.stock(new TestProgram(store));
    Answer answer =
        shell(
            """
            script -qec 'nscr ls; nscr ls | cat; nscr export app:1 2>/dev/null || echo $?' /dev/null
            """);
    assertTrue(answer.out().startsWith("\033[1mREPOSITORY\033[0m"), answer.out());
    assertTrue(answer.out().contains("\nREPOSITORY"), answer.out());
    assertTrue(answer.out().strip().endsWith("2"), answer.out());
  }
}
