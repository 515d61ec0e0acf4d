package nscr.torture;

import java.time.Duration;
import java.util.Optional;
import nscr.gc.GcPolicy;

/// How gc treats what is on its way.
enum Mercy {
  /// It takes whatever nothing needs at this very moment: who pushes may have to do so again.
  NONE(new GcPolicy(Duration.ZERO, Optional.of(Duration.ZERO), Duration.ofSeconds(1)), 40),

  /// It has an hour's patience with what comes: no push of what nobody else deletes may fail.
  GRACE(new GcPolicy(Duration.ofHours(1), Optional.of(Duration.ofHours(1)), Duration.ofDays(1)), 1);

  /// Everything goes, for who knows that nobody is at work.
  static final GcPolicy NOBODY_WORKS =
      new GcPolicy(Duration.ZERO, Optional.of(Duration.ZERO), Duration.ZERO);

  private final GcPolicy policy;
  private final int attempts;

  Mercy(GcPolicy policy, int attempts) {
    this.policy = policy;
    this.attempts = attempts;
  }

  GcPolicy policy() {
    return policy;
  }

  /// How often a push is tried.
  int attempts() {
    return attempts;
  }
}
