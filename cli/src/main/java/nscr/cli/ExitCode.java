package nscr.cli;

/// What the process ends with. The numbers are a promise to scripts: none is ever given another
/// meaning.
public enum ExitCode {
  OK(0, "it is done"),
  FAILED(1, "it could not be done: the disk, permissions, a fault"),
  USAGE(2, "the command line is not understood"),
  NOT_FOUND(3, "what was named is not there"),
  DENIED(4, "refused"),
  INVALID_INPUT(5, "an archive or other input is not what it must be"),
  BUSY(6, "another process has the store"),
  DAMAGE(7, "the store is damaged"),
  INTERRUPTED(130, "interrupted by Ctrl-C");

  private final int number;
  private final String meaning;

  ExitCode(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  public int number() {
    return number;
  }

  /// A few words for the help.
  public String meaning() {
    return meaning;
  }
}
