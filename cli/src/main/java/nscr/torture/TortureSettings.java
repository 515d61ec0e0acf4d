package nscr.torture;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// What a torture is to be.
///
/// @param time how long it goes on, without the last looks
/// @param workers how many processes work at once
/// @param kills whether processes are killed
/// @param directory where the store is to be; it must not exist, or be empty
/// @param replay only these steps, again and again; empty for all
public record TortureSettings(
    long seed, Duration time, int workers, boolean kills, Path directory, Optional<Replay> replay) {

  public TortureSettings {
    if (workers < 1 || workers > 100 || !time.isPositive()) {
      throw new IllegalArgumentException("a torture needs some time, and 1 to 100 workers");
    }
  }
}
