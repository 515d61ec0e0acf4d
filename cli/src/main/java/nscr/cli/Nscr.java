package nscr.cli;

import nscr.cli.command.CommandTable;

/// The program's entry point.
public final class Nscr {
  private Nscr() {}

  /// Runs the command that `arguments` name and ends the process with its exit code.
  public static void main(String[] arguments) {
    System.exit(run(arguments).number());
  }

  /// Runs the command that `arguments` name, in this process.
  public static ExitCode run(String... arguments) {
    return Program.ofProcess(new CommandTable()).run(arguments);
  }
}
