package nscr.rows;

/// `x <name>`: something the store remembers of itself, such as its last gc, as text.
public record FactRow(String name, String text) implements Row {
  /// What the last gc did and when it ended, as JSON.
  public static final String LAST_GC = "gc";

  public static Key<FactRow> key(String name) {
    return new Key<>("x " + name, (key, payload) -> new FactRow(key.word(1), payload.text()));
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
