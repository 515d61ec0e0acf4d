package nscr.torture;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import nscr.store.Store;
import nscr.torture.TortureReport.Shortest;

/// Tries to break a store, and proves that it held.
///
/// Worker processes do what users do, by HTTP, inside the store and by commands, for some seconds
/// at a time, an era; meanwhile gc runs and processes are killed. Every outcome is compared with
/// what a [Model] says must be. Between eras nobody is alive, and the whole store is looked at.
/// What each worker does depends on the seed alone; how the processes meet does not.
public final class Torture {
  /// An era takes a share of the time, in seconds from this to that.
  private static final long SHORTEST_ERA = 10;

  private static final long LONGEST_ERA = 60;
  private static final long SHARES = 8;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int TRIALS = 5;

  /// How many steps an era has, however slow everything is.
  private static final int LEAST = 20;

  private static final long LOOK_MILLIS = 100;

  private final TortureSettings settings;
  private final Watch watch;
  private final Script script;
  private final Path work;
  private final Tally tally = new Tally();
  private final Journal journal;

  /// That of all but replays.
  private final Court court;

  private final long began = System.nanoTime();
  private int eras;

  /// Who looks on.
  public interface Watch {

    /// How far it is, in a sentence.
    ///
    /// @throws InterruptedIOException to have it end
    void sees(String sentence) throws InterruptedIOException;
  }

  private Torture(TortureSettings settings, Path work, Journal journal, Watch watch) {
    this.settings = settings;
    this.work = work;
    this.journal = journal;
    this.watch = watch;
    this.script =
        new Script(
            settings.seed(),
            settings.workers(),
            settings.hazards().stream()
                .flatMap(hazard -> hazard.fates().stream())
                .collect(Collectors.toSet()));
    this.court = new Court(script, tally, journal);
  }

  /// Where a torture says what happened: beside its directory, and nowhere where there is anything.
  public static Path journal(Path directory) {
    return Path.of(directory + ".log");
  }

  /// Runs a torture. Its directory is gone afterwards if everything held, and its journal too, also
  /// when it was interrupted; both are kept as they are otherwise.
  public static TortureReport run(TortureSettings settings, Watch watch) throws IOException {
    Path work = Files.createTempDirectory("nscr-torture");
    Path log = journal(settings.directory());
    Files.createDirectories(log.toAbsolutePath().getParent());
    try (Journal journal = new Journal(log)) {
      Torture torture = new Torture(settings, work, journal, watch);
      TortureReport report;
      try {
        report = torture.run();
      } catch (InterruptedIOException e) {
        if (torture.court.isContent()) {
          Stage.remove(settings.directory());
          Files.delete(log);
        }
        throw e;
      }
      if (report.isClean()) {
        Files.delete(log);
      }
      return report;
    } finally {
      Stage.remove(work);
    }
  }

  private TortureReport run() throws IOException {
    return settings.replay().isPresent() ? replay(settings.replay().get()) : endless();
  }

  private long elapsed() {
    return (System.nanoTime() - began) / 1_000_000_000;
  }

  private boolean isTimeOver() {
    return elapsed() >= settings.time().toSeconds();
  }

  private TortureReport endless() throws IOException {
    Stage stage = Stage.at(script, settings.directory(), work, Launch.asThisProcess());
    Plan.Endless plan = new Plan.Endless(script);
    Scene scene;
    do {
      scene = Scene.values()[eras % Scene.values().length];
      journal.note("era " + eras + ", " + scene);
      plan.turnPage();
      long end = Math.min(settings.time().toSeconds(), elapsed() + eraSeconds());
      long least = tally.done() + LEAST;
      era(
          new Era(stage, scene, court, tally),
          scene,
          plan,
          () -> elapsed() >= end && tally.done() >= least);
      inspect(stage, court, scene, eras % 2 == 1);
      eras++;
    } while (court.isContent() && !isTimeOver());
    if (court.isContent()) {
      try (Store store = stage.open(PATIENCE)) {
        court.empty(store, scene);
      }
    }
    if (court.isContent()) {
      Stage.remove(stage.store());
      return report(court, Optional.empty());
    }
    return report(court, shortest(plan.taken(), scene));
  }

  private long eraSeconds() {
    return Math.clamp(settings.time().toSeconds() / SHARES, SHORTEST_ERA, LONGEST_ERA);
  }

  private void era(Era era, Scene scene, Plan plan, BooleanSupplier isOver) throws IOException {
    try (era) {
      era.begin(plan, isOver);
      while (era.goesOn()) {
        look(scene.toString());
      }
      era.end(eras % 3 == 0);
    }
  }

  private void look(String doing) throws IOException {
    watch.sees(
        clock(elapsed())
            + " of "
            + clock(settings.time().toSeconds())
            + "  "
            + tally.done()
            + " operations, "
            + tally.killed()
            + " kills  "
            + doing);
    try {
      Thread.sleep(LOOK_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  private static String clock(long seconds) {
    return seconds / 60 + (seconds % 60 < 10 ? ":0" : ":") + seconds % 60;
  }

  private static void inspect(Stage stage, Court court, Scene scene, boolean collects)
      throws IOException {
    try (Store store = stage.open(PATIENCE)) {
      court.inspect(store, scene, collects);
    }
  }

  private TortureReport replay(Replay replay) throws IOException {
    Scene scene = Scene.parse(replay.scene());
    List<Step> steps = replay.steps(script);
    Court last;
    do {
      last = trial(scene, steps);
    } while (last.isContent() && !isTimeOver());
    return report(last, Optional.empty());
  }

  /// Takes steps on a store that is new.
  private Court trial(Scene scene, List<Step> steps) throws IOException {
    Path name = settings.directory().getFileName();
    Path directory = settings.directory().resolveSibling(name + ".replay");
    Stage.remove(directory);
    try {
      Stage stage = Stage.at(script, directory, work, Launch.asThisProcess());
      Court own = new Court(script, tally, journal);
      Plan plan = Plan.of(steps, script.workers());
      era(new Era(stage, scene, own, tally), scene, plan, () -> false);
      inspect(stage, own, scene, true);
      eras++;
      return own;
    } finally {
      Stage.remove(directory);
    }
  }

  /// Looks for a short way to break it, as long again as it took to break it.
  private Optional<Shortest> shortest(List<Step> steps, Scene scene) throws IOException {
    long end = elapsed() + Math.clamp(elapsed(), 30, 600);
    BooleanSupplier isOver = () -> elapsed() >= end;
    Shrinking.Trial trial = some -> !trial(scene, some).isContent();
    boolean again = false;
    for (int n = 0; n < TRIALS && !again && !isOver.getAsBoolean(); n++) {
      again = trial.breaks(steps);
    }
    if (!again) {
      return Optional.of(shortest(scene, steps, 0));
    }
    List<Step> shortest = Shrinking.shrink(steps, trial, isOver);
    int broke = 0;
    for (int n = 0; n < TRIALS; n++) {
      broke += trial.breaks(shortest) ? 1 : 0;
    }
    return Optional.of(shortest(scene, shortest, broke));
  }

  private static Shortest shortest(Scene scene, List<Step> steps, int broke) {
    return new Shortest(
        Replay.of(scene, steps).toString(),
        steps.stream().map(Step::toString).toList(),
        broke,
        TRIALS);
  }

  private TortureReport report(Court last, Optional<Shortest> shortest) {
    return new TortureReport(
        settings.seed(),
        elapsed(),
        settings.workers(),
        eras,
        tally.operations(),
        tally.outcomes(),
        tally.kills(),
        tally.faults(),
        last.violations(),
        shortest,
        last.isContent() || settings.replay().isPresent()
            ? Optional.empty()
            : Optional.of(settings.directory().toString()));
  }
}
