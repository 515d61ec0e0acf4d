package nscr.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a command runs in: three streams, which of them are a terminal, and the environment.
///
/// @param terminals the streams a person sits at
public record Surroundings(
    InputStream in,
    OutputStream out,
    OutputStream err,
    Set<Stream> terminals,
    Map<String, String> environment) {

  /// The standard streams, by their descriptors.
  public enum Stream {
    IN,
    OUT,
    ERR
  }

  public Surroundings {
    terminals = Set.copyOf(terminals);
    environment = Map.copyOf(environment);
  }

  /// This process, with `in` in the place of its input.
  static Surroundings ofProcess(InputStream in) {
    Set<Stream> terminals = EnumSet.noneOf(Stream.class);
    for (Stream stream : Stream.values()) {
      if (StandardStreams.isTerminal(stream)) {
        terminals.add(stream);
      }
    }
    return new Surroundings(
        in, StandardStreams.out(), StandardStreams.err(), terminals, System.getenv());
  }

  /// A variable that is set to something.
  Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
  }

  /// Whether a stream is a terminal that understands control sequences.
  boolean isScreen(Stream stream) {
    return terminals.contains(stream) && !variable("TERM").orElse("dumb").equals("dumb");
  }

  /// Whether text on `stream` may be set off.
  ///
  /// See no-color.org.
  boolean hasColour(Stream stream) {
    return isScreen(stream) && variable("NO_COLOR").isEmpty();
  }
}
