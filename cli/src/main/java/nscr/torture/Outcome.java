package nscr.torture;

import java.util.List;
import java.util.stream.Stream;
import nscr.oci.ErrorCode;

/// How an operation went, as whoever carried it out saw it.
sealed interface Outcome {

  /// It was acknowledged.
  ///
  /// @param seen what was read: a digest, tags, digests of referrers
  record Done(List<String> seen) implements Outcome {
    public Done {
      seen = List.copyOf(seen);
    }
  }

  /// It was refused, and is not done.
  record Refused(ErrorCode code, String message) implements Outcome {}

  /// No answer came: it may have been done, in part or whole, or may yet be.
  record Unknown(String why) implements Outcome {}

  /// As [Unknown], and the program says that it is to blame: a fault unless somebody was killed.
  record Failed(String why) implements Outcome {}

  /// It was surely not begun: the store was busy, or there is no such way.
  record Undone(String why) implements Outcome {}

  /// What was seen must never be, whatever else happens.
  record Wrong(String what) implements Outcome {}

  Outcome DONE = new Done(List.of());

  static Outcome seen(Object... seen) {
    return new Done(Stream.of(seen).map(Object::toString).toList());
  }

  /// The outcome in one line of text.
  default String line() {
    return switch (this) {
      case Done(var seen) -> "done " + String.join(" ", seen);
      case Refused(var code, var message) -> "refused " + code + " " + oneLine(message);
      case Unknown(var why) -> "unknown " + oneLine(why);
      case Failed(var why) -> "failed " + oneLine(why);
      case Undone(var why) -> "undone " + oneLine(why);
      case Wrong(var what) -> "wrong " + oneLine(what);
    };
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }

  /// Reads what [#line] wrote.
  static Outcome parse(String line) {
    String[] words = line.split(" ", 2);
    String rest = words.length > 1 ? words[1] : "";
    return switch (words[0]) {
      case "done" -> new Done(rest.isEmpty() ? List.of() : List.of(rest.split(" ")));
      case "refused" -> {
        String[] parts = rest.split(" ", 2);
        yield new Refused(ErrorCode.valueOf(parts[0]), parts.length > 1 ? parts[1] : "");
      }
      case "unknown" -> new Unknown(rest);
      case "failed" -> new Failed(rest);
      case "undone" -> new Undone(rest);
      case "wrong" -> new Wrong(rest);
      default -> throw new IllegalArgumentException("no outcome is " + line);
    };
  }
}
