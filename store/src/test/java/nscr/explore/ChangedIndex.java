package nscr.explore;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import nscr.index.Batch;
import nscr.index.Bytes;
import nscr.index.Entry;
import nscr.index.IndexBackend;

/// An index that does what another does, save what a subclass changes.
public abstract class ChangedIndex implements IndexBackend {
  private final IndexBackend index;

  protected ChangedIndex(IndexBackend index) {
    this.index = index;
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
