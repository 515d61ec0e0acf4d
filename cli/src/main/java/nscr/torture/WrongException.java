package nscr.torture;

import java.io.IOException;

/// Something was seen that must never be.
final class WrongException extends IOException {
  private static final long serialVersionUID = 1;

  WrongException(String what) {
    super(what);
  }
}
