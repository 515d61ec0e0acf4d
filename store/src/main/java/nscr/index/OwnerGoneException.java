package nscr.index;

import java.io.IOException;

/// The connection to the process that has the index open has ended, or never was. A commit that was
/// under way has been made or not: see [SharedIndexBackend].
final class OwnerGoneException extends IOException {
  private static final long serialVersionUID = 1;

  OwnerGoneException(String message, Throwable cause) {
    super(message, cause);
  }
}
