package nscr.torture;

import java.io.IOException;

/// A server was asked and did not answer: what it did is not known.
final class LostAnswerException extends IOException {
  private static final long serialVersionUID = 1;

  LostAnswerException(IOException cause) {
    super("no answer: " + cause, cause);
  }
}
