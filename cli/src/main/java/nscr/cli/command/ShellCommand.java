package nscr.cli.command;

import java.io.IOException;
import nscr.cli.Command;
import nscr.cli.ExitCode;
import nscr.cli.Session;
import nscr.cli.Syntax;
import nscr.cli.UsageException;
import nscr.cli.shell.Shell;

/// `nscr shell`: commands typed one after another.
final class ShellCommand implements Command {
  ShellCommand(Syntax syntax) {
    syntax
        .says(
            "",
            "Reads commands from a terminal and runs them, with history and completion. cd REPO"
                + " goes to a repository: there ls lists its tags, and 1, :1 and @sha256:… are"
                + " names in it, as in tag 1 stable. The prompt shows the store, who has it open,"
                + " and the repository. Ctrl-C stops a command, Ctrl-D or exit ends the shell.")
        .examples("nscr shell", "nscr shell --store /srv/nscr");
  }

  @Override
  public ExitCode run(Session session) throws IOException {
    if (!session.isInputTerminal() || !session.output().isTerminal()) {
      throw new UsageException(
          "the shell is for somebody at a terminal; a script calls nscr for each command");
    }
    new Shell(new CommandTable(), session).run();
    return ExitCode.OK;
  }
}
