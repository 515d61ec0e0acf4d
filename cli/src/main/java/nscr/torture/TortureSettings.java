package nscr.torture;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// What a torture is to be.
///
/// @param time how long it goes on, without the last looks
/// @param workers how many processes work at once
/// @param hazards what may happen to those who work
/// @param directory where the store is to be; it must not exist, or be empty
/// @param replay only these steps, again and again; empty for all
public record TortureSettings(
    long seed,
    Duration time,
    int workers,
    Set<Hazard> hazards,
    Path directory,
    Optional<Replay> replay) {

  public TortureSettings {
    hazards = Set.copyOf(hazards);
    if (workers < 1 || workers > 100 || !time.isPositive()) {
      throw new IllegalArgumentException("a torture needs some time, and 1 to 100 workers");
    }
  }
}
