package nscr.cli;

import java.io.IOException;

/// Whoever read our output has seen enough and closed it. No fault: the command just ends.
final class ReaderGoneException extends IOException {
  private static final long serialVersionUID = 1;

  ReaderGoneException(IOException cause) {
    super("the reader of the output is gone", cause);
  }
}
