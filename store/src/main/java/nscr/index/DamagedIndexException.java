package nscr.index;

import java.io.IOException;

/// The index on disk cannot be what it was written as: a checksum is wrong, or a file of it is
/// missing. The message says what to do.
public final class DamagedIndexException extends IOException {
  private static final long serialVersionUID = 1;

  public DamagedIndexException(String message, Throwable cause) {
    super(message, cause);
  }
}
