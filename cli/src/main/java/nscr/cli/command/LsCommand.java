package nscr.cli.command;

import nscr.cli.Command;
import nscr.cli.ExitCode;
import nscr.cli.Session;
import nscr.cli.Syntax;

final class LsCommand implements Command {
  LsCommand(Syntax syntax) {
    syntax.says("", "x");
  }

  @Override
  public ExitCode run(Session session) {
    return ExitCode.OK;
  }
}
