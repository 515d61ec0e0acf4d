package nscr.explore;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import nscr.explore.Explorer.Taken;
import nscr.explore.Run.Fault;

/// Which schedules of a scenario are explored: all with few switches from one actor to another that
/// could have gone on, and random ones.
final class Schedules {
  private static final int LONGEST = 500;
  private static final int ANY = 100;

  private final Explorer explorer;
  private final Scenario scenario;
  private final Deque<String> trace = new ArrayDeque<>();
  private LongSet seen = new LongSet();
  private Optional<Violation> found = Optional.empty();
  private long budget;

  /// Whether there are schedules with more switches.
  private boolean left;

  Schedules(Explorer explorer) {
    this.explorer = explorer;
    this.scenario = explorer.scenario();
  }

  /// How many states the last exploration had.
  int states() {
    return seen.size();
  }

  /// Whether it went through all it was to go through.
  boolean isComplete() {
    return budget > 0;
  }

  /// Explores every schedule, until something is wrong or `mostSteps` are taken.
  Optional<Violation> all(long mostSteps) throws IOException {
    budget = mostSteps;
    visit(explorer.start(), -1, ANY);
    return found;
  }

  /// Explores every schedule with at most `switches` interruptions, those with few first, until
  /// something is wrong or `mostSteps` are taken.
  Optional<Violation> all(int switches, long mostSteps) throws IOException {
    budget = mostSteps;
    left = true;
    for (int most = 0; most <= switches && left && found.isEmpty() && budget > 0; most++) {
      seen = new LongSet();
      left = false;
      trace.clear();
      visit(explorer.start(), -1, most);
    }
    return found;
  }

  private void visit(State state, int last, int switches) throws IOException {
    boolean free = last < 0 || state.isOver(scenario, last) || !state.isActing(last);
    for (int actor = 0; actor < scenario.actors().size() && found.isEmpty(); actor++) {
      int rest = free || actor == last || switches == ANY ? switches : switches - 1;
      if (state.isOver(scenario, actor)) {
        continue;
      }
      if (rest < 0) {
        left = true;
        continue;
      }
      for (Fault fault : Fault.values()) {
        if (fault == Fault.NONE || state.faults() > 0) {
          visit(state, actor, fault, rest);
        }
      }
    }
  }

  private void visit(State state, int actor, Fault fault, int switches) throws IOException {
    if (found.isPresent() || --budget <= 0) {
      return;
    }
    Optional<Taken> taken = explorer.take(state, actor, fault);
    if (taken.isEmpty()) {
      return;
    }
    State next = taken.get().state();
    trace.addLast(line(actor, taken.get()));
    if (taken.get().wrong().isPresent()) {
      found = Optional.of(violation(taken.get().wrong().get(), next));
    } else {
      // With few switches it matters who may go on at no price.
      long key = explorer.hash(next) + (switches != ANY && next.isActing(actor) ? actor + 1 : 0);
      if (seen.raise(key == 0 ? 1 : key, switches + 1)) {
        visit(next, actor, switches);
      }
    }
    trace.removeLast();
  }

  /// Explores `count` schedules in which chance decides who goes on, and who never does again.
  Optional<Violation> random(RandomGenerator random, int count) throws IOException {
    for (int i = 0; i < count && found.isEmpty(); i++) {
      trace.clear();
      walk(random);
    }
    return found;
  }

  private void walk(RandomGenerator random) throws IOException {
    State state = explorer.start();
    List<Integer> alive = new ArrayList<>();
    for (int actor = 0; actor < scenario.actors().size(); actor++) {
      alive.add(actor);
    }
    int actor = 0;
    while (true) {
      State now = state;
      alive.removeIf(other -> now.isOver(scenario, other));
      if (alive.isEmpty()) {
        return;
      }
      if (!alive.contains(actor) || random.nextInt(3) == 0) {
        actor = alive.get(random.nextInt(alive.size()));
      }
      if (alive.size() > 1 && random.nextInt(100) == 0) {
        trace.addLast(scenario.actors().get(actor).name() + " dies");
        alive.remove((Object) actor);
        continue;
      }
      Fault fault =
          state.faults() > 0 && random.nextInt(20) == 0
              ? Fault.values()[random.nextInt(Fault.values().length)]
              : Fault.NONE;
      Optional<Taken> taken = explorer.take(state, actor, fault);
      if (taken.isEmpty()) {
        continue;
      }
      state = taken.get().state();
      trace.addLast(line(actor, taken.get()));
      if (taken.get().wrong().isPresent() || trace.size() > LONGEST) {
        found = Optional.of(violation(taken.get().wrong().orElse("it does not end"), state));
        return;
      }
    }
  }

  private String line(int actor, Taken taken) {
    return scenario.actors().get(actor).name() + ": " + taken.step().show();
  }

  private Violation violation(String what, State state) throws IOException {
    return Violation.of(scenario + ": " + what, List.copyOf(trace), state.world());
  }
}
