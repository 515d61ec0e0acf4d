package nscr.torture;

import java.util.Map;
import java.util.TreeMap;
import nscr.torture.Step.Fate;

/// Counts what was done. Any number of threads.
final class Tally {
  private final Map<String, Long> operations = new TreeMap<>();
  private final Map<String, Long> outcomes = new TreeMap<>();
  private final Map<String, Long> kills = new TreeMap<>();
  private final Map<String, Long> faults = new TreeMap<>();
  private long done;

  synchronized void count(Step step, Outcome outcome) {
    done++;
    operations.merge(step.operation().kind(), 1L, Long::sum);
    outcomes.merge(outcome.line().split(" ", 2)[0], 1L, Long::sum);
  }

  synchronized void kill(String victim) {
    kills.merge(victim, 1L, Long::sum);
  }

  synchronized void fault(Fate fault) {
    faults.merge(fault.label(), 1L, Long::sum);
  }

  synchronized Map<String, Long> faults() {
    return new TreeMap<>(faults);
  }

  synchronized long done() {
    return done;
  }

  synchronized long killed() {
    return kills.values().stream().mapToLong(count -> count).sum();
  }

  synchronized Map<String, Long> operations() {
    return new TreeMap<>(operations);
  }

  synchronized Map<String, Long> outcomes() {
    return new TreeMap<>(outcomes);
  }

  synchronized Map<String, Long> kills() {
    return new TreeMap<>(kills);
  }
}
