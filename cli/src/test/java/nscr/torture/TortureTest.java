package nscr.torture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import nscr.explore.Switch;
import nscr.explore.Switches;
import nscr.torture.NestedTrial.Rules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The torture finds nothing where nothing is wrong, and is not blind: where a rule of the store is
/// switched off it finds a violation, and a short way to it.
class TortureTest {
  private static final int WORKERS = 3;
  private static final int STEPS = Integer.getInteger("nscr.torture.steps", 1000);
  private static final int MOST_STEPS = 1500;
  private static final int MOST_SEEDS = 20;
  private static final Rules UNSYNCED = new Rules(Switch.NONE, false);

  @TempDir private Path temporary;

  private static Script script(long seed) {
    return new Script(seed, WORKERS, Hazard.KILL.fates(), new Goods(seed, 10));
  }

  private Court run(Script script, Plan plan, Scene scene, Rules rules, int most)
      throws IOException {
    Path journal = temporary.resolve("journal");
    Files.deleteIfExists(journal);
    NestedTrial trial = new NestedTrial(script, plan, scene, rules, journal);
    Court court = trial.run(most);
    System.out.println(trial.tally().done() + " steps, " + court.violations().size() + " broken");
    return court;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void a_store_that_keeps_its_rules_keeps_its_promises(long seed) throws IOException {
    Script script = script(seed);
    Court court = run(script, new Plan.Endless(script), Scene.HOSTED, Rules.ALL, STEPS);
    assertEquals(List.of(), court.violations());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void no_push_fails_while_gc_has_patience(long seed) throws IOException {
    Script script = script(seed);
    Court court = run(script, new Plan.Endless(script), Scene.GRACEFUL, Rules.ALL, STEPS);
    assertEquals(List.of(), court.violations());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void what_is_deleted_is_not_found_though_it_is_needed(long seed) throws IOException {
    Script script = script(seed);
    Court court = run(script, new Plan.Endless(script), Scene.SERVED, Rules.ALL, STEPS);
    assertEquals(List.of(), court.violations());
  }

  static List<Arguments> rules() {
    return List.of(
        arguments("files are synced before they are named", UNSYNCED),
        arguments("no file name is used twice", new Rules(Switches.births(), true)),
        arguments("gc looks again at what it claimed", new Rules(Switches.secondLook(), true)),
        arguments("whoever needs a claimed row revives it", new Rules(Switches.revival(), true)),
        arguments("links are relied on", new Rules(Switches.expectations("l "), true)),
        arguments("links are reviewed", new Rules(Switches.reviews("l"), true)),
        arguments("what is withdrawn is not found", new Rules(Switches.withdrawal(), true)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  void a_violation_is_found_when_it_is_not_so_that(String rule, Rules rules) throws IOException {
    boolean found = false;
    for (long seed = 1; seed <= MOST_SEEDS && !found; seed++) {
      Script script = script(seed);
      for (Scene scene : List.of(Scene.HOSTED, Scene.SERVED)) {
        found |= !run(script, new Plan.Endless(script), scene, rules, MOST_STEPS).isContent();
      }
    }
    assertTrue(found, "not noticed that it is not so that " + rule);
  }

  @Test
  void a_short_way_to_a_violation_is_found() throws IOException {
    Script script = script(7);
    Plan.Endless plan = new Plan.Endless(script);
    run(script, plan, Scene.HOSTED, UNSYNCED, MOST_STEPS);
    int[] trials = {0};
    List<Step> shortest =
        Shrinking.shrink(
            plan.taken(),
            steps ->
                !run(script, Plan.of(steps, WORKERS), Scene.HOSTED, UNSYNCED, MOST_STEPS)
                    .isContent(),
            () -> trials[0]++ > 400);
    System.out.println(plan.taken().size() + " steps shrank to " + shortest);
    assertTrue(shortest.size() < 10, shortest.toString());
  }
}
