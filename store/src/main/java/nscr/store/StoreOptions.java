package nscr.store;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;

/// How a store is opened.
///
/// @param patience how long to wait for another process that has the index open and neither answers
///   nor goes away; a second at least, which is how long one may take to open or to close it
/// @param command what this process is called to others, such as `nscr gc`
/// @param create whether to make the store when there is none
/// @param clock what time it is
/// @param notices is told, in a sentence each, what a person should know: that another process is
///   waited for, and that the file system is not one to be relied on
public record StoreOptions(
    Duration patience,
    String command,
    boolean create,
    InstantSource clock,
    Consumer<String> notices) {

  /// As the other, telling nobody.
  public StoreOptions(Duration patience, String command, boolean create, InstantSource clock) {
    this(patience, command, create, clock, _ -> {});
  }

  /// Creates what is missing, waits half a minute for others, and tells nobody.
  public static StoreOptions of(String command) {
    return new StoreOptions(Duration.ofSeconds(30), command, true, InstantSource.system());
  }
}
