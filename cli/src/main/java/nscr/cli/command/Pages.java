package nscr.cli.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// Listings of any length, read a page at a time.
final class Pages {
  private static final int PAGE = 1000;

  private Pages() {}

  /// How one page is read.
  @FunctionalInterface
  interface Reader<T> {

    /// The first `limit` elements behind `after`.
    List<T> read(Optional<T> after, int limit) throws IOException;
  }

  /// How one element becomes what is shown of it.
  @FunctionalInterface
  interface Step<T, R> {
    R apply(T element) throws IOException;
  }

  /// All elements; the stream throws [UncheckedIOException] when one cannot be read.
  static <T> Stream<T> stream(Reader<T> reader) {
    return Stream.iterate(
            page(reader, Optional.empty()),
            page -> !page.isEmpty(),
            page -> page.size() < PAGE ? List.<T>of() : page(reader, Optional.of(page.getLast())))
        .flatMap(List::stream);
  }

  private static <T> List<T> page(Reader<T> reader, Optional<T> after) {
    try {
      return reader.read(after, PAGE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A step that may fail, as a stream wants it.
  static <T, R> Function<T, R> step(Step<T, R> step) {
    return element -> {
      try {
        return step.apply(element);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  /// The elements one by one, for a loop that may fail.
  static <T> Iterable<T> iterate(Stream<T> elements) {
    return elements::iterator;
  }
}
