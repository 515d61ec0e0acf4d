package nscr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What stands before and after a command's name, and where the store is.
class CommandWordsTest {
  @TempDir private Path temporary;

  private TestProgram nscr() {
    return new TestProgram(temporary.resolve("store"));
  }

  @Test
  void options_of_every_command_may_stand_before_its_name() throws IOException {
    Path other = temporary.resolve("other");
    Stocked.stock(new TestProgram(other));
    String store = other.toString();
    for (List<String> words :
        List.of(
            List.of("--store", store, "ls", "-q"),
            List.of("--store=" + store, "-q", "ls"),
            List.of("-qv", "ls", "--store", store),
            List.of("ls", "-q", "--store=" + store, "--progress", "none", "--wait", "1m30s"))) {
      assertEquals("app\nmulti\n", nscr().run(words.toArray(String[]::new)).ok().out());
    }
    nscr().run("manifest", "--store", store, "get", "app:1").ok();
  }

  @Test
  void the_store_is_where_the_environment_says() throws IOException {
    Stocked.stock(new TestProgram(temporary.resolve("data/nscr")));
    Stocked.stock(new TestProgram(temporary.resolve(".local/share/nscr")));
    TestProgram xdg =
        nscr().variable("NSCR_STORE", "").variable("XDG_DATA_HOME", temporary + "/data");
    assertEquals(temporary + "/data/nscr\n", xdg.run("status", "-q").ok().out());
    TestProgram home =
        nscr()
            .variable("NSCR_STORE", "")
            .variable("XDG_DATA_HOME", "relative")
            .variable("HOME", temporary.toString());
    assertEquals(temporary + "/.local/share/nscr\n", home.run("status", "-q").ok().out());
  }

  @Test
  void reading_makes_no_store() {
    for (String command : List.of("ls", "gc", "check", "status", "du", "rm x:1", "export x:1")) {
      nscr().run(command.split(" ")).failure(ExitCode.NOT_FOUND);
    }
    assertTrue(Files.notExists(temporary.resolve("store")));
  }

  @Test
  void what_does_not_exist_is_suggested_against() {
    assertTrue(nscr().run("improt").failure(ExitCode.USAGE).contains("did you mean import?"));
    assertTrue(
        nscr().run("blob", "gte").failure(ExitCode.USAGE).contains("did you mean blob get?"));
    assertTrue(
        nscr().run("ls", "--digest").failure(ExitCode.USAGE).contains("did you mean --digests?"));
    assertTrue(nscr().run("ls", "--stroe", "x").failure(ExitCode.USAGE).contains("--store?"));
    assertTrue(nscr().run("--digests", "ls").failure(ExitCode.USAGE).contains("follow it"));
    assertTrue(nscr().run("ls", "a", "b").failure(ExitCode.USAGE).contains("\"b\""));
    assertTrue(nscr().run("rm").failure(ExitCode.USAGE).contains("REF is missing"));
    assertTrue(nscr().run("gc", "--grace").failure(ExitCode.USAGE).contains("DURATION"));
    assertTrue(nscr().run("blob").failure(ExitCode.USAGE).contains("nscr help blob"));
    nscr().run("ls", "--json", "-q").failure(ExitCode.USAGE);
    nscr().run("ls", "--wait", "30").failure(ExitCode.USAGE);
    nscr().run("ls", "--progress", "loud").failure(ExitCode.USAGE);
  }

  @Test
  void hostile_words_are_told_on_one_line() {
    String message = nscr().run("ls", "a\nb\033[2J").failure(ExitCode.USAGE);
    assertTrue(message.contains("\\u000a"), message);
    assertTrue(message.contains("\\u001b"), message);
    nscr().run("\033[31m").failure(ExitCode.USAGE);
    nscr().run("import", "no\nsuch\007file").failure(ExitCode.FAILED);
  }

  @Test
  void a_file_of_arguments_is_only_a_name() throws IOException {
    Path file = Files.writeString(temporary.resolve("words"), "--version");
    nscr().run("ls", "@" + file).failure(ExitCode.USAGE);
  }

  @Test
  void verbose_shows_where_a_failure_came_from() {
    Answer answer = nscr().run("-v", "ls");
    assertEquals(ExitCode.NOT_FOUND.number(), answer.code());
    assertTrue(answer.err().contains("\tat nscr."), answer.err());
  }

  @Test
  void without_a_command_the_overview_is_shown() {
    Answer answer = nscr().run();
    assertEquals(ExitCode.USAGE.number(), answer.code());
    assertTrue(answer.err().startsWith("Usage: nscr COMMAND"));
    assertEquals("", answer.out());
  }
}
