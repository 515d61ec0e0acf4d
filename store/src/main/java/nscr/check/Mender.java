package nscr.check;

import java.io.IOException;
import java.util.function.Consumer;
import nscr.rows.DamagedRowException;
import nscr.rows.Rows;

/// Makes the changes of a repair, each on rows as it read them, and tells those that it made.
final class Mender {
  private final Rows rows;
  private final Consumer<Finding> mended;

  Mender(Rows rows, Consumer<Finding> mended) {
    this.rows = rows;
    this.mended = mended;
  }

  Rows rows() {
    return rows;
  }

  /// Tells that something was mended.
  void tell(Finding done) {
    mended.accept(done);
  }

  /// Makes a change that answers whether it mends anything, and tells `done` if it does.
  ///
  /// @return whether it did
  boolean mend(Finding done, Rows.Attempt<Boolean> attempt) throws IOException {
    boolean made;
    try {
      made = rows.change(attempt);
    } catch (DamagedRowException e) {
      // It hangs on a row that has become unreadable since those were looked for.
      return false;
    }
    if (made) {
      tell(done);
    }
    return made;
  }
}
