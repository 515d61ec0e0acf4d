package nscr.index;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.rocksdb.MutableColumnFamilyOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/// When one process puts in order what is on disk. Compaction that was due would begin with every
/// open, and be given up at every close, which has to wait for that: a command that only looks, or
/// changes little, leaves it to one that does more. Used by the committing thread, and by the one
/// that closes the index after it.
final class RocksCompaction {
  /// How many bytes a process writes before it also compacts.
  private static final long WRITTEN_BEFORE = 4 << 20;

  /// With this many files in a heap, which is one more for each process that wrote, the next
  /// process that writes puts them in order and, if need be, closes later for it.
  private static final long LARGEST_HEAP = 16;

  /// More than a heap of a store of millions of tags takes. What is given up is done for nothing,
  /// and due again for the next process.
  private static final long LONGEST_WAIT = 60_000_000_000L;

  private static final long LOOK_AGAIN = 500_000;

  private final RocksSettings settings;
  private final LongSupplier nanos;
  private final boolean wasHeapLarge;
  private long written;
  private boolean hasBegun;

  RocksCompaction(RocksSettings settings, RocksDB database) throws IOException {
    this(settings, database, System::nanoTime);
  }

  /// @param nanos a clock, as [System#nanoTime] is one
  RocksCompaction(RocksSettings settings, RocksDB database, LongSupplier nanos) throws IOException {
    this.settings = settings;
    this.nanos = nanos;
    this.wasHeapLarge = isHeapLarge(database);
  }

  /// So many bytes more were written.
  void wrote(long bytes) {
    written += bytes;
  }

  /// Whether it is to begin before the next write.
  boolean isDue() {
    return !settings.isCompacting() && (written >= WRITTEN_BEFORE || wasHeapLarge);
  }

  void begin(RocksDB database) throws IOException {
    try {
      database.setOptions(
          MutableColumnFamilyOptions.builder().setDisableAutoCompactions(false).build());
      settings.compact(true);
      hasBegun = true;
    } catch (RocksDBException e) {
      throw RocksFailure.of("cannot write the index", e);
    }
  }

  /// To be called before the database is closed. A large heap that this process has begun to put in
  /// order is waited for: given up at each close, that would be due for ever.
  void await(RocksDB database) throws IOException {
    long start = nanos.getAsLong();
    while (hasBegun
        && wasHeapLarge
        && settings.isCompacting()
        && isHeapLarge(database)
        && nanos.getAsLong() - start < LONGEST_WAIT) {
      LockSupport.parkNanos(LOOK_AGAIN);
    }
  }

  private static boolean isHeapLarge(RocksDB database) throws IOException {
    try {
      return Long.parseLong(database.getProperty("rocksdb.num-files-at-level0")) >= LARGEST_HEAP;
    } catch (RocksDBException e) {
      throw RocksFailure.of("cannot read the index", e);
    }
  }
}
