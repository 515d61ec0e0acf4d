package nscr.server.api;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A part of some content, as a request asks for it and an answer names it.
///
/// Spec: RFC 9110 §14. One range is understood; what is no byte range, several ranges included, is
/// ignored, as the RFC allows: the answer is then the whole.
///
/// @param first the first byte, from 0
/// @param length how many bytes, at least one
record ByteRange(long first, long length) {
  private static final Pattern FORM =
      Pattern.compile("(?i:bytes)[ \t]*=[ \t]*([0-9]{0,18})-([0-9]{0,18})[ \t]*");

  ByteRange {
    if (first < 0 || length < 1) {
      throw new IllegalArgumentException("no range starts at " + first + " and has " + length);
    }
  }

  /// What a `Range` header asks of content of a certain size.
  sealed interface Asked {}

  /// All of it: no range, or none that is understood.
  record Whole() implements Asked {}

  /// This part of it, clipped to what is there.
  record Part(ByteRange range) implements Asked {}

  /// Nothing that is there.
  record Unsatisfiable() implements Asked {}

  static Asked of(Optional<String> header, long size) {
    Optional<Matcher> range = header.map(FORM::matcher).filter(Matcher::matches);
    if (range.isEmpty()) {
      return new Whole();
    }
    String first = range.get().group(1);
    String last = range.get().group(2);
    if (first.isEmpty()) {
      return last.isEmpty() ? new Whole() : suffix(Long.parseLong(last), size);
    }
    long from = Long.parseLong(first);
    long to = last.isEmpty() ? Long.MAX_VALUE : Long.parseLong(last);
    if (from > to || from >= size) {
      return new Unsatisfiable();
    }
    return new Part(new ByteRange(from, Math.min(to, size - 1) - from + 1));
  }

  private static Asked suffix(long length, long size) {
    long clipped = Math.min(length, size);
    return clipped == 0 ? new Unsatisfiable() : new Part(new ByteRange(size - clipped, clipped));
  }

  /// The `Content-Range` of an answer with this part of content of `size` bytes.
  String contentRange(long size) {
    return "bytes " + first + "-" + (first + length - 1) + "/" + size;
  }

  /// The `Content-Range` of an answer that nothing could satisfy.
  static String unsatisfied(long size) {
    return "bytes */" + size;
  }
}
