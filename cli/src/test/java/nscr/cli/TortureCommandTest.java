package nscr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Where `nscr torture` may be: where it spoils nothing.
class TortureCommandTest {
  @TempDir private Path temporary;

  private String refusal() {
    return new TestProgram(temporary)
        .run("torture", "--store=" + temporary.resolve("try"), "--for=1s")
        .failure(ExitCode.FAILED);
  }

  @Test
  void what_is_in_the_directory_is_not_tortured() throws IOException {
    Path file = Files.createDirectory(temporary.resolve("try")).resolve("mine");
    Files.writeString(file, "mine");
    assertTrue(refusal().contains("only a new or empty directory"), "says what would do");
    assertEquals("mine", Files.readString(file));
  }

  @Test
  void a_file_where_the_journal_would_be_stays_as_it_is() throws IOException {
    Path file = temporary.resolve("try.log");
    Files.writeString(file, "mine");
    assertTrue(refusal().startsWith(file + ": the journal"), "says which file");
    assertEquals("mine", Files.readString(file));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--for=0s", "--workers=0", "--workers=101", "--seed=-1"})
  void what_makes_no_torture_is_no_torture(String option) {
    Path store = temporary.resolve("try");
    new TestProgram(temporary).run("torture", "--store=" + store, option).failure(ExitCode.USAGE);
    assertTrue(Files.notExists(store), "nothing has begun");
  }
}
