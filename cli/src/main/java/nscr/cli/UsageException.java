package nscr.cli;

/// The command line does not make sense. The message says what about it, and what would.
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public UsageException(String message) {
    super(message);
  }
}
