package nscr.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import nscr.index.Batch;
import nscr.index.Bytes;
import nscr.index.Entry;
import nscr.index.IndexBackend;

/// An index that this process may only read: whatever would change it fails with
/// [StoreException.ReadOnly] and says why.
final class ReadOnlyIndex implements IndexBackend {
  private final IndexBackend index;
  private final String why;

  /// @param why one sentence
  ReadOnlyIndex(IndexBackend index, String why) {
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
    if (!batch.write().isEmpty()) {
      throw new StoreException.ReadOnly(why);
    }
    return index.commit(batch);
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
