package nscr.explore;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whoever does whatever at once, in whatever order, and dies at whatever moment: the store keeps
/// its rules, no gc leaves garbage, and nothing that was acknowledged goes.
///
/// `-Dnscr.explore=long` goes through every schedule of most scenarios, which takes hours, and then
/// through random ones from a seed of the moment; `-Dnscr.explore.seed=…` repeats those.
class SchedulesTest {
  private static final boolean LONG = "long".equals(System.getProperty("nscr.explore"));
  private static final int SWITCHES = 1;
  private static final long MOST_STEPS = 4_000;
  private static final long MOST_STEPS_LONG = 3_000_000;

  /// What was before happened in the same second, so that reviews may stand under one key, or
  /// earlier.
  private static final List<Duration> APART =
      LONG ? List.of(Duration.ofMillis(1), Duration.ofSeconds(10)) : List.of(Duration.ofMillis(1));

  static List<Scenario> scenarios() {
    return Scenarios.all();
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void nothing_goes_wrong(Scenario scenario) throws IOException {
    explore(scenario, APART);
  }

  static List<Scenario> patient() {
    return PatientScenarios.all();
  }

  @ParameterizedTest
  @MethodSource("patient")
  void nobody_who_comes_in_time_is_too_late(Scenario scenario) throws IOException {
    explore(scenario, List.of(PatientScenarios.LONG_AGO));
  }

  private static void explore(Scenario scenario, List<Duration> apart) throws IOException {
    long seed = Long.getLong("nscr.explore.seed", LONG ? System.nanoTime() : 1);
    for (Duration time : apart) {
      Explorer explorer = new Explorer(scenario, Switch.NONE, time);
      Schedules schedules = new Schedules(explorer);
      Optional<Violation> found =
          LONG ? schedules.all(MOST_STEPS_LONG) : schedules.all(SWITCHES, MOST_STEPS);
      String extent = schedules.isComplete() ? "all of them" : "the rest left out";
      if (found.isEmpty()) {
        found = schedules.random(new Random(seed), LONG ? 20_000 : 60);
      }
      System.out.printf(
          "%s, %d ms apart, seed %d: %d states (%s), %d different stores, %d steps%n",
          scenario,
          time.toMillis(),
          seed,
          schedules.states(),
          extent,
          explorer.worlds(),
          explorer.steps());
      found.ifPresent(violation -> fail(violation + "\nseed " + seed));
    }
  }
}
