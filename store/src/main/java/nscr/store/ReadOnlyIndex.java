package nscr.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import nscr.index.Batch;
import nscr.index.Bytes;
import nscr.index.Entry;
import nscr.index.IndexBackend;

/// An index that this process may perhaps only read: then whatever would change it fails with
/// [StoreException.ReadOnly] and says why.
final class ReadOnlyIndex implements IndexBackend {
  private final IndexBackend index;
  private final Supplier<Optional<String>> why;

  /// @param why one sentence, as of now; empty when it may be changed
  ReadOnlyIndex(IndexBackend index, Supplier<Optional<String>> why) {
    this.index = index;
    this.why = why;
  }

  @Override
  public Optional<Bytes> get(String key) throws IOException {
    return index.get(key);
  }

  @Override
  public List<Entry> scan(String from, String to, int limit) throws IOException {
    return index.scan(from, to, limit);
  }

  @Override
  public boolean commit(Batch batch) throws IOException {
    Optional<String> denial = why.get();
    if (denial.isPresent() && !batch.write().isEmpty()) {
      throw new StoreException.ReadOnly(denial.get());
    }
    return index.commit(batch);
  }

  @Override
  public long largestCommit() throws IOException {
    return index.largestCommit();
  }

  @Override
  public void checkpoint(Path directory) throws IOException {
    index.checkpoint(directory);
  }

  @Override
  public void close() throws IOException {
    index.close();
  }
}
