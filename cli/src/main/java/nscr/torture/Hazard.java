package nscr.torture;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import nscr.torture.Step.Fate;

/// What may happen to those who work.
public enum Hazard {
  /// Workers, commands and servers are killed with SIGKILL.
  KILL(Set.of(Fate.WORKER_KILLED, Fate.SERVER_KILLED)),
  /// In a worker, from some point of an operation on, files cannot grow.
  DISK_FULL(Set.of(Fate.DISK_FULL)),
  /// In a worker, half of what is written to a file arrives.
  SHORT_WRITE(Set.of(Fate.SHORT_WRITE)),
  /// A worker dies, and so do staged files that it had not synced.
  POWER(Set.of(Fate.POWER_LOST));

  private final Set<Fate> fates;

  Hazard(Set<Fate> fates) {
    this.fates = fates;
  }

  Set<Fate> fates() {
    return fates;
  }

  /// The fault that is called so on the command line: `disk-full`, `short-write` or `power`.
  public static Optional<Hazard> fault(String name) {
    return Arrays.stream(values())
        .filter(hazard -> hazard != KILL)
        .filter(hazard -> hazard.toString().equals(name))
        .findAny();
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
