package nscr.explore;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nscr.check.Check;
import nscr.content.Progress;
import nscr.explore.Run.Fault;
import nscr.explore.Stage.Promise;
import nscr.explore.State.Position;
import nscr.gc.Gc;
import nscr.gc.GcReport;
import nscr.oci.OciException;
import nscr.rows.Holder;
import nscr.rows.KeepRow;
import nscr.rows.Rows;
import nscr.rows.UploadRow;

/// Takes one step of one actor after another through a scenario, and looks at the store after each.
///
/// A crash needs no step of its own: every state is also that in which everybody stops for ever, of
/// which it is asked whether a gc then leaves a store without garbage, and every schedule is also
/// explored in which somebody is not scheduled again.
final class Explorer {
  private static final Instant BEFORE = Instant.ofEpochSecond(1_800_000_000);

  private final Scenario scenario;
  private final Switch off;
  private final Instant now;
  private final LongSet worlds = new LongSet();
  private final Fingerprint fingerprint = new Fingerprint();
  private long steps;

  /// @param apart how much later the scenario is than what was before
  Explorer(Scenario scenario, Switch off, Duration apart) {
    this.scenario = scenario;
    this.off = off;
    this.now = BEFORE.plus(apart);
  }

  Scenario scenario() {
    return scenario;
  }

  /// How many steps were taken.
  long steps() {
    return steps;
  }

  /// How many different stores were seen.
  long worlds() {
    return worlds.size();
  }

  /// The state in which nobody has done anything.
  State start() throws IOException {
    Run run = Run.alone(World.empty());
    int number = 0;
    for (Actor.Act act : scenario.before()) {
      act.run(new Stage(run, "u" + number++, BEFORE, off));
    }
    List<Position> positions = scenario.actors().stream().map(_ -> Position.START).toList();
    return new State(run.world(), positions, scenario.faults());
  }

  /// What a step came to.
  ///
  /// @param wrong what is wrong after it, if anything is
  record Taken(State state, Step step, Optional<String> wrong) {}

  /// The next step of one actor; empty when it has none to which this fault can happen.
  Optional<Taken> take(State before, int actor, Fault fault) throws IOException {
    steps++;
    Actor who = scenario.actors().get(actor);
    Position at = before.positions().get(actor);
    Run run = Run.oneStep(before.world(), at.steps(), fault);
    Stage stage = new Stage(run, who.name() + at.act() + "i", now, off);
    Optional<String> wrong = Optional.empty();
    boolean over = true;
    try {
      who.acts().get(at.act()).run(stage);
    } catch (Run.Suspended e) {
      over = false;
    } catch (OciException | Run.FaultException e) {
      over = true;
    } catch (IOException | RuntimeException | Error e) {
      wrong = Optional.of(who.name() + " fails: " + e);
    }
    if (fault != Fault.NONE && !run.isFaulty()) {
      return Optional.empty();
    }
    List<Promise> told = new ArrayList<>(at.told());
    if (over) {
      told.addAll(stage.promises());
    }
    Position next =
        over
            ? new Position(at.act() + 1, List.of(), told)
            : new Position(at.act(), List.copyOf(run.steps()), at.told());
    List<Position> positions = new ArrayList<>(before.positions());
    positions.set(actor, next);
    State after =
        new State(run.world(), positions, before.faults() - (fault == Fault.NONE ? 0 : 1));
    if (wrong.isEmpty()) {
      wrong = wrong(before, after);
    }
    return Optional.of(new Taken(after, run.taken(), wrong));
  }

  private Optional<String> wrong(State before, State after) throws IOException {
    fingerprint.add(after.world().tokens());
    if (worlds.add(fingerprint.take())) {
      List<String> broken = Invariants.broken(after.world());
      if (broken.isEmpty()) {
        broken = found(after.world());
      }
      if (broken.isEmpty()) {
        broken = garbageAfterGc(after.world());
      }
      if (!broken.isEmpty()) {
        return Optional.of(String.join("; ", broken));
      }
    }
    for (Position position : after.positions()) {
      for (Promise promise : position.told()) {
        if (!promise.check().holds(stage(Run.alone(after.world())).store())) {
          return Optional.of("acknowledged, and then not true: " + promise.text());
        }
      }
    }
    return Optional.empty();
  }

  private Stage stage(Run run) {
    return new Stage(run, "later", now.plus(Duration.ofDays(1)), off);
  }

  /// What a check finds when everybody has stopped.
  private List<String> found(World world) throws IOException {
    List<String> found = new ArrayList<>();
    Stage stage = stage(Run.alone(world));
    Check.run(stage.store(), true, Progress.NONE, finding -> found.add("check: " + finding));
    return found;
  }

  /// What one gc leaves when everybody else has stopped for ever, and what it breaks.
  private List<String> garbageAfterGc(World world) throws IOException {
    Run run = Run.alone(world);
    Stage stage = stage(run);
    Rows rows = stage.store().rows();
    rows.each(UploadRow.all(), upload -> rows.change(change -> abandon(change, upload)));
    rows.each(KeepRow.all(), backup -> rows.change(change -> abandon(change, backup)));
    if (worlds.size() % 2 == 0) {
      // A gc that keeps untagged manifests must leave them to be found by one that does not.
      Gc.execute(stage.store(), Acts.KEEP_UNTAGGED);
    }
    GcReport planned = Gc.plan(stage.store(), Acts.EVERYTHING);
    GcReport done = Gc.execute(stage.store(), Acts.EVERYTHING);
    List<String> broken = new ArrayList<>(Invariants.broken(run.world()));
    broken.addAll(Invariants.garbage(run.world()));
    if (!planned.equals(done)) {
      broken.add("planned was " + planned + ", done was " + done);
    }
    return broken.stream().map(what -> "after gc: " + what).toList();
  }

  /// As if the process that holds the upload had ended.
  private static UploadRow abandon(nscr.rows.Change change, UploadRow upload) {
    UploadRow left =
        new UploadRow(
            upload.id(), upload.repository(), upload.started(), upload.active(), Optional.empty());
    change.put(left);
    return left;
  }

  private static KeepRow abandon(nscr.rows.Change change, KeepRow backup) {
    KeepRow left = new KeepRow(backup.id(), backup.started(), new Holder("another", 1, 1));
    change.put(left);
    return left;
  }

  /// The hash of a state.
  long hash(State state) throws IOException {
    state.addTo(fingerprint);
    return fingerprint.take();
  }
}
