package nscr.index;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// An index in memory, for tests: the contract without the disk.
public final class MemoryIndexBackend implements IndexBackend {
  private final TreeMap<String, Bytes> entries = new TreeMap<>();
  private boolean closed;

  @Override
  public synchronized Optional<Bytes> get(String key) throws IOException {
    checkOpen();
    return Optional.ofNullable(entries.get(Ascii.check(key)));
  }

  @Override
  public synchronized List<Entry> scan(String from, String to, int limit) throws IOException {
    checkOpen();
    List<Entry> found = new ArrayList<>();
    if (Ascii.check(from).compareTo(Ascii.check(to)) >= 0) {
      return found;
    }
    for (var entry : entries.subMap(from, to).entrySet()) {
      if (found.size() >= limit) {
        break;
      }
      found.add(new Entry(entry.getKey(), entry.getValue()));
    }
    return found;
  }

  @Override
  public synchronized boolean commit(Batch batch) throws IOException {
    checkOpen();
    for (var expected : batch.expect().entrySet()) {
      if (!Optional.ofNullable(entries.get(expected.getKey())).equals(expected.getValue())) {
        return false;
      }
    }
    batch
        .write()
        .forEach((key, value) ->
            value.ifPresentOrElse(bytes -> entries.put(key, bytes), () -> entries.remove(key)));
    return true;
  }

  @Override
  public synchronized void checkpoint(Path directory) throws IOException {
    IndexCopy.write(scan("", IndexCopy.BEHIND_ALL, Integer.MAX_VALUE), directory);
  }

  private void checkOpen() throws IOException {
    if (closed) {
      throw new IOException("the index is closed");
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
  }
}
