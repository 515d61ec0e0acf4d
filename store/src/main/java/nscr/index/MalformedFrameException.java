package nscr.index;

import java.io.IOException;

/// What came over a connection is no frame of the protocol; nothing more is read from there.
final class MalformedFrameException extends IOException {
  private static final long serialVersionUID = 1;

  MalformedFrameException(String message) {
    super(message);
  }
}
