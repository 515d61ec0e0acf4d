package nscr.cli;

import nscr.cli.command.CommandTable;

/// The program's entry point.
public final class Nscr {
  /// Nanoseconds.
  private static final long SHORT = 1_000_000_000;

  private Nscr() {}

  /// Runs the command that `arguments` name and ends the process with its exit code.
  public static void main(String[] arguments) {
    long begun = System.nanoTime();
    ExitCode code = run(arguments);
    if (System.nanoTime() - begun < SHORT) {
      // What is left to do is nothing of ours, and begins with looking for somebody who logs exits:
      // that reads the jar's directory, and costs a tenth of a short command.
      Runtime.getRuntime().halt(code.number());
    }
    System.exit(code.number());
  }

  /// Runs the command that `arguments` name, in this process.
  public static ExitCode run(String... arguments) {
    return Program.ofProcess(new CommandTable()).run(arguments);
  }
}
