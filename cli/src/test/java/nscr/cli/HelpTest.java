package nscr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import nscr.cli.command.CommandTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Model.CommandSpec;

class HelpTest {
  private static final String DIGEST = "sha256:" + "0".repeat(64);
  private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");

  private final TestProgram nscr = new TestProgram(Path.of("none"));

  static List<String> commands() {
    return new CommandTable().entries().stream().map(Commands.Entry::name).toList();
  }

  private static String golden(String name) throws IOException {
    try (var in = HelpTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /// What everybody reads first is kept word for word; a change of it is a change of these files.
  @Test
  void the_overview_and_one_command_are_as_they_were_agreed_on() throws IOException {
    assertEquals(golden("help.txt"), nscr.run("help").ok().out());
    assertEquals(golden("help-gc.txt"), nscr.run("help", "gc").ok().out());
  }

  @Test
  void help_is_had_in_every_way_one_tries() {
    String overview = nscr.run("help").ok().out();
    for (String words : List.of("-h", "--help", "help help", "help -h", "-q --help")) {
      assertEquals(overview, nscr.run(words.split(" ")).ok().out(), words);
    }
    String gc = nscr.run("help", "gc").ok().out();
    for (String words : List.of("gc -h", "gc --help", "-h gc", "gc -n --help")) {
      assertEquals(gc, nscr.run(words.split(" ")).ok().out(), words);
    }
    assertTrue(nscr.run("rm", "-h").ok().out().startsWith("Usage: nscr rm"));
    assertTrue(nscr.run("help", "blob").ok().out().contains("blob stat"));
    assertEquals(nscr.run("help", "blob").out(), nscr.run("blob", "-h").ok().out());
    assertTrue(nscr.run("help", "blob", "get").ok().out().startsWith("Usage: nscr blob get"));
    nscr.run("help", "nonsense").failure(ExitCode.USAGE);
  }

  @Test
  void the_version_is_one_line() {
    for (String words : List.of("--version", "-V", "ls --version", "-V ls")) {
      assertEquals(1, nscr.run(words.split(" ")).ok().lines().size(), words);
      assertTrue(nscr.run(words.split(" ")).out().startsWith("nscr "), words);
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void every_command_teaches_by_example(String name) {
    String help = nscr.run(("help " + name).split(" ")).ok().out();
    assertTrue(help.startsWith("Usage: nscr " + name), help);
    assertTrue(help.contains("\nExamples:\n  "), help);
    assertTrue(help.contains("\nOptions of every command:\n"), help);
    assertFalse(help.contains("%"), help);
    assertTrue(help.lines().allMatch(line -> line.length() <= 80), help);
  }

  /// An example that does not parse would teach the wrong thing.
  @ParameterizedTest
  @MethodSource("commands")
  void every_example_is_a_command_line_that_is_understood(String name) {
    String help = nscr.run(("help " + name).split(" ")).ok().out();
    String examples = help.split("\nExamples:\n")[1].split("\n\n")[0];
    int parsed = 0;
    for (String line : examples.replace("sha256:…", DIGEST).lines().toList()) {
      for (String part : line.split(" # |[|;>&]|\\bdo\\b|\\bhost\\b")) {
        if (part.strip().startsWith("nscr ")) {
          parse(part.strip());
          parsed++;
        }
      }
    }
    assertTrue(parsed > 0, examples);
  }

  private static void parse(String example) {
    String[] words =
        WORD.matcher(example)
            .results()
            .map(HelpTest::unquoted)
            .skip(1)
            .map(word -> word.equals("$r") ? "repository" : word)
            .toArray(String[]::new);
    CommandTable table = new CommandTable();
    CommandWords taken = new CommandWords(table, Arrays.asList(words));
    CommandSpec spec = CommandSpec.create();
    table.create(taken.name().orElseThrow(), new Syntax(spec, false));
    GlobalOptions options = new GlobalOptions(new Syntax(spec, true));
    CommandLineParser.parse(spec, options, taken.rest());
  }

  private static String unquoted(MatchResult word) {
    for (int group = 1; group <= 3; group++) {
      if (word.group(group) != null) {
        return word.group(group);
      }
    }
    throw new AssertionError(word);
  }

  @Test
  void headings_stand_out_on_a_terminal_only_and_not_when_colour_is_unwanted() {
    assertFalse(nscr.run("help").out().contains("\033"));
    nscr.terminal(Surroundings.Stream.OUT);
    assertTrue(nscr.run("help").out().contains("\033[1mImages\033[0m"));
    nscr.variable("NO_COLOR", "1");
    assertFalse(nscr.run("help").out().contains("\033"));
  }
}
