package nscr.index;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
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
    Below below = new Below(Ascii.check(from), Ascii.check(to), limit);
    List<Entry> found = new ArrayList<>();
    for (var own : writtenBetween(from, to).entrySet()) {
      while (found.size() < limit && below.isBefore(own.getKey())) {
        found.add(below.take());
      }
      if (found.size() == limit) {
        return found;
      }
      if (below.isAt(own.getKey())) {
        below.take();
      }
      own.getValue().ifPresent(value -> found.add(new Entry(own.getKey(), value)));
    }
    while (found.size() < limit && below.isBefore(to)) {
      found.add(below.take());
    }
    return found;
  }

  private Map<String, Optional<Bytes>> writtenBetween(String from, String to) {
    return from.compareTo(to) < 0 ? written.subMap(from, to) : Map.of();
  }

  /// What is seen of the base between two keys, a page at a time.
  private final class Below {
    private final String to;
    private final int limit;
    private final Deque<Entry> page = new ArrayDeque<>();
    private String from;
    private int size;

    Below(String from, String to, int limit) {
      this.from = from;
      this.to = to;
      this.limit = limit;
      this.size = limit;
    }

    boolean isBefore(String key) throws IOException {
      Entry next = peek();
      return next != null && next.key().compareTo(key) < 0;
    }

    boolean isAt(String key) throws IOException {
      Entry next = peek();
      return next != null && next.key().equals(key);
    }

    Entry take() {
      return page.remove();
    }

    private Entry peek() throws IOException {
      while (page.isEmpty() && from.compareTo(to) < 0) {
        if (from.startsWith(hidden)) {
          from = behindHidden();
        } else {
          turn();
        }
      }
      return page.peek();
    }

    private void turn() throws IOException {
      String end = from.compareTo(hidden) < 0 && hidden.compareTo(to) < 0 ? hidden : to;
      List<Entry> next = base.scan(from, end, size);
      page.addAll(next);
      from = next.size() < size ? end : next.getLast().key() + '\0';
      // What is here may have been removed above, for long.
      size = (int) Math.min(2L * size, Math.max(limit, LARGEST_PAGE));
    }
  }

  private String behindHidden() {
    int end = hidden.length() - 1;
    return hidden.substring(0, end) + (char) (hidden.charAt(end) + 1);
  }

  @Override
  public synchronized boolean commit(Batch batch) throws IOException {
    checkOpen();
    for (var expected : batch.expect().entrySet()) {
      if (!get(expected.getKey()).equals(expected.getValue())) {
        return false;
      }
    }
    batch
        .write()
        .forEach((key, value) -> {
          if (value.isEmpty() && key.startsWith(hidden)) {
            // Nothing is below: that it is removed need not be remembered, nor be read over.
            written.remove(key);
          } else {
            written.put(key, value);
          }
        });
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
