package nscr.torture;

import java.util.Locale;

/// What is around the workers.
enum Scene {
  /// A server that collects garbage nearly all the time, without grace.
  HOSTED(Mercy.NONE, true, true),
  /// No server: whoever wants the store opens it.
  BARE(Mercy.NONE, false, true),
  /// A server that collects garbage nearly all the time, and has patience with what comes.
  GRACEFUL(Mercy.GRACE, true, false),
  /// `nscr serve`.
  SERVED(Mercy.NONE, true, false);

  private final Mercy mercy;
  private final boolean hasServer;
  private final boolean keepsNeededBlobs;

  Scene(Mercy mercy, boolean hasServer, boolean keepsNeededBlobs) {
    this.mercy = mercy;
    this.hasServer = hasServer;
    this.keepsNeededBlobs = keepsNeededBlobs;
  }

  Mercy mercy() {
    return mercy;
  }

  boolean hasServer() {
    return hasServer;
  }

  /// Whether a blob that a manifest needs cannot be deleted; otherwise it is withdrawn, and not
  /// found any more until somebody brings it again.
  boolean keepsNeededBlobs() {
    return keepsNeededBlobs;
  }

  static Scene parse(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
