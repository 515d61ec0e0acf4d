package nscr.cli.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import nscr.cli.CommandDescription;
import nscr.cli.CommandDescription.Argument;
import nscr.cli.Commands;
import nscr.cli.Commands.Entry;
import nscr.cli.Kind;

/// What can be typed in the shell: the program's commands, and the shell's own.
final class ShellCommands {
  static final String CD = "cd";
  static final String EXIT = "exit";
  static final String HELP = "help";

  private ShellCommands() {}

  static List<CommandDescription> all(Commands program) {
    List<CommandDescription> all = new ArrayList<>();
    for (Entry entry : program.entries()) {
      if (!entry.isHidden()) {
        all.add(CommandDescription.of(program, entry));
      }
    }
    all.add(own(CD, new Argument(Kind.REPOSITORY, false, false, "Where to.")));
    all.add(own(EXIT));
    Kind<String> topic = Kind.TEXT.called("COMMAND").from(Kind.Source.COMMANDS);
    all.add(own(HELP, new Argument(topic, false, true, "About what.")));
    return List.copyOf(all);
  }

  private static CommandDescription own(String name, Argument... arguments) {
    return new CommandDescription(
        new Entry("The shell", name, name),
        "",
        "",
        List.of(),
        List.of(arguments),
        List.of(),
        Map.of());
  }
}
