package nscr.crash;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import nscr.index.Batch;
import nscr.index.Bytes;
import nscr.index.Entry;
import nscr.index.IndexBackend;

/// An index whose commits can fail, find no room or end in a crash, as its contract allows: a
/// commit that failed may have been made.
public final class FaultyIndexBackend implements IndexBackend {
  private final IndexBackend index;
  private final Faults faults;

  public FaultyIndexBackend(IndexBackend index, Faults faults) {
    this.index = index;
    this.faults = faults;
  }

  @Override
  public Optional<Bytes> get(String key) throws IOException {
    faults.checkAlive();
    return index.get(key);
  }

  @Override
  public List<Entry> scan(String from, String to, int limit) throws IOException {
    faults.checkAlive();
    return index.scan(from, to, limit);
  }

  @Override
  public boolean commit(Batch batch) throws IOException {
    if (batch.write().isEmpty()) {
      faults.checkAlive();
      return index.commit(batch);
    }
    return faults.growingStep(() -> index.commit(batch));
  }

  @Override
  public void checkpoint(Path directory) throws IOException {
    faults.checkAlive();
    index.checkpoint(directory);
  }

  @Override
  public void close() throws IOException {
    index.close();
  }
}
