package nscr.cli.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import nscr.SourceTree;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProgramTest {
  @TempDir private Path temporary;
  private Path lib;
  private Path java;

  @BeforeEach
  void install() throws IOException {
    lib = Files.createDirectory(temporary.resolve("an app")).toRealPath();
    Files.createFile(lib.resolve("nscr.jar"));
    // Says what it was started with.
    java = temporary.resolve("a java");
    Files.writeString(java, "#!/bin/sh\nreadlink /proc/$$/fd/9\nprintf '%s\\n' \"$@\"\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private ChildProgram program() throws IOException {
    String jar = lib.resolve("nscr.jar").toString();
    return ChildProgram.like(
        List.of(java.toString(), "-Xmx1m", "-cp", jar, "nscr.cli.Nscr", "shell"), temporary);
  }

  private List<String> said(String... words) throws Exception {
    List<String> command = new ArrayList<>(program().start());
    command.addAll(List.of(words));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    return said.lines().toList();
  }

  /// The folder that the JVM's cache speaks of is open, and the cache is that of such a command.
  @Test
  void a_command_is_started_as_the_launcher_starts_it() throws Exception {
    Path root = SourceTree.rootAbove(Path.of("").toAbsolutePath());
    Files.copy(root.resolve("packaging/launch"), lib.resolve("launch"));
    Files.writeString(lib.resolve("hash"), "hash=abc\n");
    Files.createFile(lib.resolve("quick-abc.aot"));
    List<String> said = said("ls", "a b", "$x");
    assertEquals(lib.toString(), said.getFirst());
    assertTrue(said.contains("-XX:AOTCache=" + lib.resolve("quick-abc.aot")), said.toString());
    assertEquals(
        List.of("-cp", lib.resolve("nscr.jar").toString(), "nscr.cli.Nscr", "ls", "a b", "$x"),
        said.subList(said.size() - 6, said.size()));
  }

  @Test
  void where_there_is_no_launcher_the_words_are_those_of_this_process() throws Exception {
    List<String> said = said("ls", "a b");
    assertEquals(
        List.of("-Xmx1m", "-cp", lib.resolve("nscr.jar").toString(), "nscr.cli.Nscr", "ls", "a b"),
        said.subList(said.size() - 6, said.size()));
  }
}
