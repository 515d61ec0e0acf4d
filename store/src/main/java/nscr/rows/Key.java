package nscr.rows;

import java.util.Optional;
import nscr.index.Bytes;

/// The key of one row, and how to read the row that stands there.
///
/// @param text words joined by single spaces
public record Key<R extends Row>(String text, Decoder<R> decoder) {

  /// Reads a row from its key's words and its payload.
  @FunctionalInterface
  public interface Decoder<R extends Row> {
    R decode(Words key, Bytes payload);
  }

  R decode(Bytes payload) {
    return decoder.decode(Words.of(text), payload);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Key<?> key && text.equals(key.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }

  /// All rows whose keys start with the same words.
  ///
  /// @param text the common words, each followed by a space
  public record Prefix<R extends Row>(String text, Decoder<R> decoder) {

    /// Where a scan of these rows starts: at the first, or behind the one whose key goes on with
    /// `after`, be it there or not.
    String from(Optional<String> after) {
      return after.map(last -> text + last + '\0').orElse(text);
    }

    /// The least string above all these keys.
    String to() {
      return text.substring(0, text.length() - 1) + '!';
    }
  }
}
