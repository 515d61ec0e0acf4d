package nscr.index;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What another index would be if changes were made to it: reads fall through to it, writes stay
/// here and are forgotten.
///
/// It lets a plan be made by the very code that carries it out. Memory grows with what is written.
public final class OverlayIndexBackend implements IndexBackend {
  private static final int LARGEST_PAGE = 4096;

  private final IndexBackend base;
  private final String hidden;
  private final TreeMap<String, Optional<Bytes>> written = new TreeMap<>();
  private boolean closed;

  /// @param base is read only, and not closed with this
  public OverlayIndexBackend(IndexBackend base) {
    // No key begins with this.
    this(base, "\0");
  }

  /// As the other, without what `base` has under keys that begin with `hidden`.
  public OverlayIndexBackend(IndexBackend base, String hidden) {
    this.base = base;
    this.hidden = hidden;
  }

  @Override
  public synchronized Optional<Bytes> get(String key) throws IOException {
    checkOpen();
    Optional<Bytes> own = written.get(Ascii.check(key));
    if (own != null) {
      return own;
    }
    return key.startsWith(hidden) ? Optional.empty() : base.get(key);
  }

  @Override
  public synchronized List<Entry> scan(String from, String to, int limit) throws IOException {
    checkOpen();
    List<Entry> found = new ArrayList<>();
    String start = Ascii.check(from);
    int size = limit;
    while (found.size() < limit && start.compareTo(Ascii.check(to)) < 0) {
      boolean isHidden = start.startsWith(hidden);
      List<Entry> page = isHidden ? List.of() : base.scan(start, to, size);
      boolean last = page.size() < size;
      String end = last ? to : page.getLast().key() + '\0';
      if (isHidden && behindHidden().compareTo(to) < 0) {
        end = behindHidden();
      }
      found.addAll(merge(page, written.subMap(start, end)));
      start = end;
      // What is below may have been removed here, for long.
      size = (int) Math.min(2L * size, Math.max(limit, LARGEST_PAGE));
    }
    return found.size() > limit ? List.copyOf(found.subList(0, limit)) : found;
  }

  private String behindHidden() {
    int end = hidden.length() - 1;
    return hidden.substring(0, end) + (char) (hidden.charAt(end) + 1);
  }

  private List<Entry> merge(List<Entry> below, Map<String, Optional<Bytes>> above) {
    TreeMap<String, Bytes> merged = new TreeMap<>();
    below.stream()
        .filter(entry -> !entry.key().startsWith(hidden))
        .forEach(entry -> merged.put(entry.key(), entry.value()));
    above.forEach((key, value) -> {
      if (value.isPresent()) {
        merged.put(key, value.get());
      } else {
        merged.remove(key);
      }
    });
    List<Entry> entries = new ArrayList<>(merged.size());
    merged.forEach((key, value) -> entries.add(new Entry(key, value)));
    return entries;
  }

  @Override
  public synchronized boolean commit(Batch batch) throws IOException {
    checkOpen();
    for (var expected : batch.expect().entrySet()) {
      if (!get(expected.getKey()).equals(expected.getValue())) {
        return false;
      }
    }
    written.putAll(batch.write());
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

  /// Forgets what was written.
  @Override
  public synchronized void close() {
    closed = true;
    written.clear();
  }
}
