package nscr.cli.completion;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nscr.cli.CommandDescription;
import nscr.cli.CommandDescription.Argument;
import nscr.cli.CommandDescription.Option;
import nscr.cli.Commands;
import nscr.cli.Kind;
import nscr.cli.command.CommandTable;

/// The scripts with which shells complete command lines: for each shell what was written by hand,
/// with a table of the commands in it.
public final class CompletionScripts {
  private static final String TABLE = "# TABLE";

  private final List<CommandDescription> commands = new ArrayList<>();
  private final List<Option> everywhere = CommandDescription.everywhere();

  public CompletionScripts() {
    Commands table = new CommandTable();
    table.entries().stream()
        .filter(entry -> !entry.isHidden())
        .forEach(entry -> commands.add(CommandDescription.of(table, entry)));
  }

  /// The scripts by their files, relative to the folder of the root pom.
  public Map<Path, String> scripts() throws IOException {
    return Map.of(
        Path.of("completion/nscr.bash"), filled("nscr.bash", bash()),
        Path.of("completion/_nscr"), filled("_nscr", zsh()),
        Path.of("completion/nscr.fish"), filled("nscr.fish", fish()));
  }

  private static String filled(String name, List<String> table) throws IOException {
    StringBuilder script = new StringBuilder();
    // Not the resource of the same name that is shipped, which is this one, made earlier.
    try (var in = CompletionScripts.class.getResourceAsStream("template/" + name)) {
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        int indent = line.indexOf(TABLE);
        if (indent < 0) {
          script.append(line).append('\n');
        } else {
          table.forEach(row -> script.append(" ".repeat(indent)).append(row).append('\n'));
        }
      }
    }
    return script.toString();
  }

  /// Every command that can be asked help for.
  private Stream<String> names() {
    return Stream.concat(
        commands.stream().map(command -> command.entry().name()), Stream.of("help"));
  }

  private List<String> bash() {
    List<String> rows = new ArrayList<>();
    rows.add("'')");
    rows.add("  names=(" + joined(names(), name -> quoted(name)) + ")");
    rows.add("  everywhere=" + quoted(bashOptions(everywhere)));
    rows.add("  ;;");
    for (CommandDescription command : commands) {
      rows.add(quoted(command.entry().name()) + ")");
      rows.add("  options=" + quoted(bashOptions(command.options())));
      rows.add("  arguments=" + quoted(joined(arguments(command), row -> row)));
      rows.add("  ;;");
    }
    rows.addAll(List.of("help)", "  options=", "  arguments=COMMANDS...", "  ;;"));
    return rows;
  }

  private static String bashOptions(List<Option> options) {
    return joined(
        options.stream()
            .flatMap(option -> option.names().stream().map(name -> name + bashValue(option))),
        row -> row);
  }

  private static String bashValue(Option option) {
    return option.needsValue() ? "=" + source(option.value().orElseThrow()) : "";
  }

  private List<String> zsh() {
    List<String> rows = new ArrayList<>();
    rows.add("('')");
    rows.add("  names=(");
    for (CommandDescription command : commands) {
      rows.add("    " + quoted(command.entry().name() + ":" + colons(command.entry().summary())));
    }
    rows.addAll(List.of("    'help:show what a command does'", "  )"));
    zshOptions(rows, "everywhere", "everywhere_values", everywhere);
    rows.add("  ;;");
    for (CommandDescription command : commands) {
      rows.add("(" + quoted(command.entry().name()) + ")");
      zshOptions(rows, "flags", "values", command.options());
      rows.add("  arguments=(" + joined(arguments(command), row -> row) + ")");
      rows.add("  ;;");
    }
    rows.addAll(
        List.of("(help)", "  flags=()", "  values=()", "  arguments=(COMMANDS...)", "  ;;"));
    return rows;
  }

  private static void zshOptions(
      List<String> rows, String array, String values, List<Option> options) {
    rows.add("  " + array + "=(");
    for (Option option : options) {
      for (String name : option.names()) {
        rows.add("    " + quoted(name + ":" + option.description()));
      }
    }
    rows.add("  )");
    rows.add(
        "  "
            + values
            + "=("
            + joined(
                options.stream()
                    .filter(Option::needsValue)
                    .flatMap(option ->
                        option.names().stream()
                            .map(name -> name + " " + source(option.value().orElseThrow()))),
                row -> row)
            + ")");
  }

  private static String colons(String text) {
    return text.replace("\\", "\\\\").replace(":", "\\:");
  }

  private List<String> fish() {
    List<String> rows = new ArrayList<>();
    rows.add("set -g __nscr_names " + joined(names(), name -> fishQuoted(name)));
    rows.add("set -g __nscr_valued \\");
    valued("", everywhere).forEach(name -> rows.add("    " + name + " \\"));
    for (CommandDescription command : commands) {
      valued(command.entry().name(), command.options())
          .forEach(name -> rows.add("    " + name + " \\"));
    }
    rows.add("    ''");
    rows.add("");
    rows.add("complete -c nscr -f");
    everywhere.forEach(option -> rows.add(fishOption("true", option)));
    for (CommandDescription command : commands) {
      rows.add("");
      fishCommand(rows, command);
    }
    rows.add("");
    rows.add("complete -c nscr -n \"__nscr_begins ''\" -a help -d 'show what a command does'");
    rows.add("complete -c nscr -n '__nscr_argument help 0 more' -a '(__nscr_topics)'");
    return rows;
  }

  private static Stream<String> valued(String command, List<Option> options) {
    return options.stream()
        .filter(Option::needsValue)
        .flatMap(option -> option.names().stream())
        .map(name -> fishQuoted(command + " " + name));
  }

  private static void fishCommand(List<String> rows, CommandDescription command) {
    String name = command.entry().name();
    int space = name.indexOf(' ');
    String family = space < 0 ? "" : name.substring(0, space);
    rows.add(
        "complete -c nscr -n %s -a %s -d %s"
            .formatted(
                fishQuoted("__nscr_begins " + fishQuoted(family)),
                name.substring(space + 1),
                fishQuoted(command.entry().summary())));
    if (space >= 0) {
      rows.add(
          "complete -c nscr -n \"__nscr_begins ''\" -a %s -d %s"
              .formatted(family, fishQuoted(family + " commands")));
    }
    String is = "__nscr_is " + fishQuoted(name);
    command.options().forEach(option -> rows.add(fishOption(is, option)));
    for (int i = 0; i < command.arguments().size(); i++) {
      Argument argument = command.arguments().get(i);
      String at =
          "__nscr_argument " + fishQuoted(name) + " " + i + (argument.isMany() ? " more" : "");
      String words = fishWords(argument.kind());
      if (!words.isEmpty()) {
        rows.add("complete -c nscr -n " + fishQuoted(at) + words);
      }
    }
  }

  private static String fishOption(String condition, Option option) {
    String names =
        joined(
            option.names().stream(),
            name -> name.startsWith("--") ? "-l " + name.substring(2) : "-s " + name.substring(1));
    String value = option.needsValue() ? " -x" + fishWords(option.value().orElseThrow()) : "";
    return "complete -c nscr -n %s %s%s -d %s"
        .formatted(fishQuoted(condition), names, value, fishQuoted(option.description()));
  }

  private static String fishWords(Kind<?> kind) {
    return switch (kind.source()) {
      case NOWHERE -> "";
      case WORDS -> " -a " + fishQuoted(String.join(" ", kind.words()));
      case FILES -> " -F";
      case DIRECTORIES -> " -a '(__fish_complete_directories (commandline -ct))'";
      case LOCATIONS -> " -a '(__nscr_locations)'";
      case COMMANDS -> " -a '(__nscr_topics)'";
      case REPOSITORIES, REFERENCES, IMAGES, BLOBS, TAGS ->
          " -a '(__nscr_candidates " + kind.source().name().toLowerCase() + ")'";
    };
  }

  private static Stream<String> arguments(CommandDescription command) {
    return command.arguments().stream()
        .map(argument -> source(argument.kind()) + (argument.isMany() ? "..." : ""));
  }

  private static String source(Kind<?> kind) {
    return kind.source() == Kind.Source.WORDS
        ? String.join(",", kind.words())
        : kind.source().name();
  }

  private static String joined(Stream<String> words, Function<String, String> shape) {
    return words.map(shape).collect(Collectors.joining(" "));
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  private static String fishQuoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
