package nscr.index;

import java.io.IOException;

/// The index finds no room on its disk. Nothing is damaged.
public final class FullDiskException extends IOException {
  private static final long serialVersionUID = 1;

  private FullDiskException(String message) {
    super(message);
  }

  /// The same as another process met it and said.
  static FullDiskException told(String message) {
    return new FullDiskException(message);
  }

  /// @param what what could not be done, such as `cannot write the index`
  public FullDiskException(String what, Throwable cause) {
    super("No space left on device: " + what, cause);
  }
}
