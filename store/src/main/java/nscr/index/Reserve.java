package nscr.index;

import java.io.IOException;

/// Room on the disk that is kept for the day it is full, so that an index can be opened and written
/// then, and things can be deleted.
public interface Reserve {

  /// No room is kept.
  Reserve NONE =
      new Reserve() {
        @Override
        public boolean giveUp() {
          return false;
        }

        @Override
        public boolean isThere() {
          return false;
        }
      };

  /// Gives the room back to the disk, because the disk is full.
  ///
  /// @return false when there was none
  boolean giveUp() throws IOException;

  /// Whether the room is kept.
  boolean isThere() throws IOException;
}
