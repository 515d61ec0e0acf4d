package nscr.store;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import nscr.explore.ChangedIndex;
import nscr.index.Batch;
import nscr.index.Bytes;
import nscr.index.MemoryIndexBackend;

/// An index that takes no large commits, as that of another process: one fails the test.
final class NarrowIndex extends ChangedIndex {
  private final long most;
  private long largest;

  /// @param most bytes of a commit
  NarrowIndex(long most) {
    super(new MemoryIndexBackend());
    this.most = most;
  }

  /// How many bytes the largest commit had.
  long largest() {
    return largest;
  }

  @Override
  public long largestCommit() {
    return most;
  }

  @Override
  public boolean commit(Batch batch) throws IOException {
    long size = size(batch.expect()) + size(batch.write());
    assertTrue(size <= most, size + " bytes");
    largest = Math.max(largest, size);
    return super.commit(batch);
  }

  private static long size(Map<String, Optional<Bytes>> values) {
    return values.entrySet().stream()
        .mapToLong(value -> value.getKey().length() + value.getValue().map(Bytes::length).orElse(0))
        .sum();
  }
}
