package nscr.index;

import java.io.IOException;

/// The process that has the index open is there, and does not answer in time, or not in a language
/// this one understands. A commit that was under way has been made, or will be, or not.
public final class OwnerSilentException extends IOException {
  private static final long serialVersionUID = 1;

  public OwnerSilentException(String message) {
    super(message);
  }
}
