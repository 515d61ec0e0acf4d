package nscr.index;

import java.io.IOException;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/// What RocksDB says went wrong, in the words of the index.
final class RocksFailure {
  private RocksFailure() {}

  /// @param what what could not be done, such as `cannot read the index`
  static IOException of(String what, RocksDBException e) {
    String message = String.valueOf(e.getMessage());
    Status.Code code = e.getStatus() == null ? Status.Code.Undefined : e.getStatus().getCode();
    Status.SubCode detail =
        e.getStatus() == null ? Status.SubCode.Undefined : e.getStatus().getSubCode();
    if (detail == Status.SubCode.NoSpace
        || message.contains("No space left on device")
        || message.contains("Disk quota exceeded")) {
      return new FullDiskException(what, e);
    }
    if (message.contains("lock file") || message.contains("lock hold by current process")) {
      return new IOException(what + ": it is already open", e);
    }
    if (code == Status.Code.Corruption || message.contains("No such file or directory")) {
      return damaged(what, message, e);
    }
    return new IOException(what + ": " + message, e);
  }

  /// Whether nothing is wrong, and a write only came too early.
  static boolean isStall(RocksDBException e) {
    return e.getStatus() != null
        && e.getStatus().getCode() == Status.Code.Incomplete
        && "Write stall".equals(e.getStatus().getState());
  }

  static DamagedIndexException damaged(String what, String why, Throwable cause) {
    return new DamagedIndexException(
        what
            + ": it is damaged ("
            + why
            + "). Restore the store from a backup; or run nscr check --repair, which keeps the"
            + " damaged index, salvages what can still be read of it, and says what is lost.",
        cause);
  }
}
