package nscr.torture;

import java.util.Locale;

/// What is around the workers.
enum Scene {
  /// A server that collects garbage nearly all the time, without grace.
  HOSTED(Mercy.NONE, true),
  /// No server: whoever wants the store opens it.
  BARE(Mercy.NONE, false),
  /// A server that collects garbage nearly all the time, and has patience with what comes.
  GRACEFUL(Mercy.GRACE, true),
  /// `nscr serve`.
  SERVED(Mercy.NONE, true);

  private final Mercy mercy;
  private final boolean hasServer;

  Scene(Mercy mercy, boolean hasServer) {
    this.mercy = mercy;
    this.hasServer = hasServer;
  }

  Mercy mercy() {
    return mercy;
  }

  boolean hasServer() {
    return hasServer;
  }

  static Scene parse(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
