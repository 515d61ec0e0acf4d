package nscr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a process leaves that was killed while it wrote a file.
@Timeout(60)
class OutputPartsTest {
  @TempDir private Path temporary;

  /// A process that writes the file it is told, and does not come to an end.
  public static void main(String[] arguments) throws IOException {
    try (OutputFile file = OutputFile.create(Path.of(arguments[0]))) {
      file.stream().write(Image.bytes("half"));
      System.out.println("written");
      System.in.readAllBytes();
    }
  }

  private Process writer(Path file) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                OutputPartsTest.class.getName(),
                file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertEquals("written", process.inputReader().readLine());
    return process;
  }

  private Set<String> files() throws IOException {
    try (Stream<Path> files = Files.list(temporary)) {
      return files
          .map(file -> file.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private void write(Path file) throws IOException {
    try (OutputFile out = OutputFile.create(file)) {
      out.stream().write(Image.bytes("whole"));
      out.finish();
    }
    assertEquals("whole", Files.readString(file));
  }

  @Test
  void the_next_one_removes_it_and_none_of_those_who_live() throws Exception {
    Path file = temporary.resolve("app.tar");
    Process living = writer(file);
    Process killed = writer(file);
    try {
      killed.destroyForcibly().waitFor();
      String left = ".app.tar." + killed.pid() + ".part";
      String written = ".app.tar." + living.pid() + ".part";
      assertEquals(Set.of(left, written), files());
      write(temporary.resolve("app"));
      assertEquals(Set.of("app", left, written), files());
      write(file);
      assertEquals(Set.of("app", "app.tar", written), files());
      write(file);
      assertEquals(Set.of("app", "app.tar", written), files());
      living.getOutputStream().close();
      assertEquals(0, living.waitFor());
      assertEquals(Set.of("app", "app.tar"), files());
    } finally {
      living.destroyForcibly().waitFor();
    }
  }

  /// As it is in containers, where each first process has the number 1.
  @Test
  void it_may_have_the_number_of_this_process() throws IOException {
    Path file = temporary.resolve("app.tar");
    Files.createFile(temporary.resolve(".app.tar." + ProcessHandle.current().pid() + ".part"));
    write(file);
    assertEquals(Set.of("app.tar"), files());
  }

  @Test
  void what_is_called_otherwise_or_is_no_file_stays() throws IOException {
    Path file = temporary.resolve("app.tar");
    for (String name :
        new String[] {
          ".app.tar.part", ".app.tar..part", ".app.tar.1x.part", ".app.tar.1.2.part",
          ".app.tar.-1.part", ".app.tar.1.part.old", "app.tar.1.part", ".app.1.part",
          ".an.app.tar.1.part", ".app.tar.١.part"
        }) {
      Files.createFile(temporary.resolve(name));
    }
    Files.createDirectory(temporary.resolve(".app.tar.2.part"));
    Files.createSymbolicLink(temporary.resolve(".app.tar.3.part"), Path.of(".app.1.part"));
    Set<String> before = files();
    write(file);
    assertTrue(before.add("app.tar"));
    assertEquals(before, files());
  }
}
