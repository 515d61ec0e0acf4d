package nscr.rows;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import nscr.index.Bytes;
import nscr.oci.Digest;
import nscr.oci.MediaType;
import nscr.oci.RepositoryName;

/// The words of a key or of a value's fields, read one by position. One thread.
///
/// What does not parse was not written by this program: it surfaces as [DamagedRowException].
final class Words {
  private final String text;
  private List<String> split = List.of();

  private Words(String text) {
    this.text = text;
  }

  static Words of(String text) {
    return new Words(text);
  }

  static Words of(Bytes payload) {
    return of(payload.text());
  }

  String text() {
    return text;
  }

  /// Whether there is a word at `position`.
  boolean has(int position) {
    if (split.isEmpty()) {
      split = List.of(text.split(" ", -1));
    }
    return position < split.size();
  }

  String word(int position) {
    if (!has(position)) {
      throw new DamagedRowException("the row " + text + " has no field " + position);
    }
    return split.get(position);
  }

  Digest digest(int position) {
    return Digest.parse(word(position));
  }

  RepositoryName repository(int position) {
    return new RepositoryName(word(position));
  }

  MediaType mediaType(int position) {
    return new MediaType(word(position));
  }

  long number(int position) {
    try {
      return Long.parseLong(word(position));
    } catch (NumberFormatException e) {
      throw new DamagedRowException("field " + position + " of the row " + text + " is no number");
    }
  }

  Instant instant(int position) {
    return Instant.ofEpochMilli(number(position));
  }

  /// The word at `position`; empty when it is the dash that stands for nothing.
  Optional<String> optional(int position) {
    return Optional.of(word(position)).filter(word -> !word.equals("-"));
  }

  /// Joins fields with spaces: instants as milliseconds, absent ones as a dash.
  static String join(Object... fields) {
    StringBuilder joined = new StringBuilder();
    for (Object field : fields) {
      joined.append(joined.isEmpty() ? "" : " ").append(shown(field));
    }
    return joined.toString();
  }

  // No switch: the JVM makes one over types anew at each start, which takes it 15 ms.
  private static Object shown(Object field) {
    if (field instanceof Optional<?> optional) {
      return optional.isPresent() ? join(optional.get()) : "-";
    }
    if (field instanceof Instant instant) {
      return instant.toEpochMilli();
    }
    return field instanceof Enum<?> constant
        ? constant.name().toLowerCase(java.util.Locale.ROOT)
        : field;
  }
}
