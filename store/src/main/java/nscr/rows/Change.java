package nscr.rows;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import nscr.index.Batch;
import nscr.index.Bytes;

/// One attempt at a change of the store.
///
/// Every row read through it is expected, as read, by the commit (R4), and every row written gets a
/// fresh nonce (R7). Reads see the change's own writes. Scans are not part of it: what must not
/// appear behind a scan's back is kept away by a row that is read here and that whoever adds it
/// must write (a claim, R6, or a touched manifest row).
public final class Change implements RowReader {
  private final Rows rows;
  private final Map<String, Optional<Bytes>> read = new LinkedHashMap<>();
  private final Map<String, Optional<Row>> written = new LinkedHashMap<>();

  Change(Rows rows) {
    this.rows = rows;
  }

  /// The row under `key`, which the commit then relies on.
  @Override
  public <R extends Row> Optional<R> find(Key<R> key) throws IOException {
    if (written.containsKey(key.text())) {
      return written.get(key.text()).map(row -> key.decode(row.payload()));
    }
    Optional<Bytes> value = read.get(key.text());
    if (value == null) {
      value = rows.index().get(key.text());
      read.put(key.text(), value);
    }
    return value.map(found -> Rows.decode(key, found));
  }

  /// Writes a row, new or not.
  public void put(Row row) {
    written.put(row.key().text(), Optional.of(row));
  }

  /// Removes a row, there or not.
  public void remove(Key<?> key) {
    written.put(key.text(), Optional.empty());
  }

  /// What this change says to the index.
  Batch batch() {
    Map<String, Optional<Bytes>> write = new LinkedHashMap<>();
    written.forEach((key, row) -> write.put(key, row.map(Rows::encode)));
    return new Batch(read, write);
  }

  /// The same without what is written: whether all that was read still is so.
  Batch reading() {
    return new Batch(read, Map.of());
  }
}
