package nscr.store;

import java.time.Duration;
import java.time.InstantSource;

/// How a store is opened.
///
/// @param patience how long to wait for another process that has it open
/// @param command what this process is called to others that wait for it, such as `nscr gc`
/// @param create whether to make the store when there is none
/// @param clock what time it is
public record StoreOptions(Duration patience, String command, boolean create, InstantSource clock) {

  /// Creates what is missing, and waits half a minute for others.
  public static StoreOptions of(String command) {
    return new StoreOptions(Duration.ofSeconds(30), command, true, InstantSource.system());
  }
}
