package nscr.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nscr.index.Batch;
import nscr.index.Bytes;
import nscr.index.Entry;
import nscr.index.IndexBackend;
import nscr.index.MemoryIndexBackend;

/// An index in memory that fails when a test says so.
final class FailingIndex implements IndexBackend {
  enum Call {
    GET,
    SCAN,
    /// A commit that changes anything.
    WRITE
  }

  private final IndexBackend rows = new MemoryIndexBackend();
  private final Map<Call, Throwable> failures = new EnumMap<>(Call.class);

  /// From now on, these calls end so.
  synchronized void fail(Call call, Throwable how) {
    failures.put(call, how);
  }

  /// From now on nothing fails.
  synchronized void mend() {
    failures.clear();
  }

  private synchronized void check(Call call) throws IOException {
    switch (failures.get(call)) {
      case null -> {}
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalArgumentException();
    }
  }

  @Override
  public Optional<Bytes> get(String key) throws IOException {
    check(Call.GET);
    return rows.get(key);
  }

  @Override
  public List<Entry> scan(String from, String to, int limit) throws IOException {
    check(Call.SCAN);
    return rows.scan(from, to, limit);
  }

  @Override
  public boolean commit(Batch batch) throws IOException {
    if (!batch.write().isEmpty()) {
      check(Call.WRITE);
    }
    return rows.commit(batch);
  }

  @Override
  public void checkpoint(Path made) throws IOException {
    rows.checkpoint(made);
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }
}
