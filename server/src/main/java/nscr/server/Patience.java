package nscr.server;

import java.time.Duration;

/// How long a connection may keep the server waiting.
///
/// @param idle between requests, and before the first
/// @param head from the first byte of a request to the last of its headers
/// @param stall without a byte moving, while a body is read or an answer is written
public record Patience(Duration idle, Duration head, Duration stall) {

  /// Long for honest clients on bad lines, short for those who hold connections for nothing.
  public static final Patience USUAL =
      new Patience(Duration.ofMinutes(3), Duration.ofSeconds(30), Duration.ofSeconds(60));
}
