package nscr.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/// What the program says about itself and its commands. All of it is in the [CommandSpec], from
/// which manual pages can be made too.
final class Help {
  private final Commands commands;
  private final boolean isColoured;

  Help(Commands commands, boolean isColoured) {
    this.commands = commands;
    this.isColoured = isColoured;
  }

  /// The help of one command.
  String of(CommandSpec spec) {
    spec.usageMessage().parameterListHeading("%nArguments:%n").optionListHeading("%nOptions:%n");
    CommandLine.Help own = rendered(spec);
    CommandSpec everywhere = CommandSpec.create();
    new GlobalOptions(new Syntax(everywhere, false));
    return own.synopsisHeading()
        + own.synopsis(own.synopsisHeadingLength())
        + own.description()
        + own.parameterListHeading()
        + own.parameterList()
        + own.optionListHeading()
        + own.optionList()
        + own.footerHeading()
        + own.footer()
        + own.exitCodeListHeading()
        + own.exitCodeList()
        + "\n"
        + heading("Options of every command")
        + rendered(everywhere).optionList()
        + "\n";
  }

  private CommandLine.Help rendered(CommandSpec spec) {
    spec.usageMessage().sortOptions(false);
    spec.parser().separator(" ");
    return new CommandLine.Help(
        spec, CommandLine.Help.defaultColorScheme(isColoured ? Ansi.ON : Ansi.OFF));
  }

  /// The overview: every command with its summary, by groups.
  String overview() {
    Map<String, List<Commands.Entry>> groups =
        commands.entries().stream()
            .filter(entry -> !entry.isHidden())
            .collect(
                Collectors.groupingBy(
                    Commands.Entry::group, LinkedHashMap::new, Collectors.toList()));
    int width = width(commands.entries());
    StringBuilder lists = new StringBuilder();
    groups.forEach(
        (group, entries) -> lists.append("\n" + heading(group) + summaries(entries, width)));
    return """
    Usage: nscr COMMAND [OPTIONS] [ARGUMENTS]

    Keeps container images in a store on disk: takes them in from archives, gives
    them back as archives, and cleans up after them.
    """
        + lists
        + """

        The store is --store DIR, else $NSCR_STORE, $XDG_DATA_HOME/nscr or
        ~/.local/share/nscr.

        nscr help COMMAND shows a command's options and examples.
        """;
  }

  /// The commands of a family such as `blob`.
  String family(String name) {
    List<Commands.Entry> family =
        commands.entries().stream().filter(entry -> entry.name().startsWith(name + " ")).toList();
    return "Usage: nscr "
        + name
        + " COMMAND [OPTIONS] [ARGUMENTS]\n\n"
        + summaries(family, width(family))
        + "\nnscr help "
        + name
        + " COMMAND shows a command's options and examples.\n";
  }

  private static int width(List<Commands.Entry> entries) {
    return entries.stream().mapToInt(entry -> entry.name().length()).max().orElse(0);
  }

  private static String summaries(List<Commands.Entry> entries, int width) {
    StringBuilder lines = new StringBuilder();
    for (Commands.Entry entry : entries) {
      String gap = " ".repeat(width - entry.name().length() + 2);
      lines.append("  " + entry.name() + gap + entry.summary() + "\n");
    }
    return lines.toString();
  }

  private String heading(String text) {
    return (isColoured ? "\033[1m" + text + "\033[0m" : text) + ":\n";
  }
}
