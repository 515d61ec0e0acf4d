package nscr.rows;

import nscr.index.Bytes;

/// `x <name>`: something the store remembers of itself, such as its last gc, as text.
public record FactRow(String name, String text) implements Row {
  /// What the last gc did and when it ended, as JSON.
  public static final String LAST_GC = "gc";

  /// What tells the store from others, for its backups.
  public static final String IDENTITY = "identity";

  public static Key<FactRow> key(String name) {
    return new Key<>("x " + name, FactRow::decode);
  }

  static FactRow decode(Words key, Bytes payload) {
    return new FactRow(key.word(1), payload.text());
  }

  @Override
  public Key<FactRow> key() {
    return key(name);
  }

  @Override
  public String fields() {
    return text;
  }
}
