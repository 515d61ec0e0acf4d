package nscr.blob;

import java.io.IOException;

/// Whether a disk has room for more content.
@FunctionalInterface
public interface Room {

  /// There always is; and when not, writing says so.
  Room UNKNOWN = () -> {};

  /// Called before anything grows.
  ///
  /// @throws IOException "No space left on device" when what is left is needed to make room
  void check() throws IOException;
}
