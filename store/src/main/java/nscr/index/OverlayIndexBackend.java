package nscr.index;

import java.io.IOException;
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
  private final IndexBackend base;
  private final TreeMap<String, Optional<Bytes>> written = new TreeMap<>();

  /// @param base is read only, and not closed with this
  public OverlayIndexBackend(IndexBackend base) {
    this.base = base;
  }

  @Override
  public synchronized Optional<Bytes> get(String key) throws IOException {
    Optional<Bytes> own = written.get(key);
    return own == null ? base.get(key) : own;
  }

  @Override
  public synchronized List<Entry> scan(String from, String to, int limit) throws IOException {
    List<Entry> found = new ArrayList<>();
    String start = from;
    while (found.size() < limit && start.compareTo(to) < 0) {
      List<Entry> page = base.scan(start, to, limit);
      boolean last = page.size() < limit;
      String end = last ? to : page.getLast().key() + '\0';
      found.addAll(merge(page, written.subMap(start, end)));
      start = end;
    }
    return found.size() > limit ? List.copyOf(found.subList(0, limit)) : found;
  }

  private static List<Entry> merge(List<Entry> below, Map<String, Optional<Bytes>> above) {
    TreeMap<String, Bytes> merged = new TreeMap<>();
    below.forEach(entry -> merged.put(entry.key(), entry.value()));
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
    for (var expected : batch.expect().entrySet()) {
      if (!get(expected.getKey()).equals(expected.getValue())) {
        return false;
      }
    }
    written.putAll(batch.write());
    return true;
  }

  @Override
  public void close() {
    // Everything is forgotten with the object.
  }
}
