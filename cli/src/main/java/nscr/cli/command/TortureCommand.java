package nscr.cli.command;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import nscr.cli.Command;
import nscr.cli.ExitCode;
import nscr.cli.Given;
import nscr.cli.Interruption;
import nscr.cli.Kind;
import nscr.cli.ProgressDisplay;
import nscr.cli.Session;
import nscr.cli.Syntax;
import nscr.cli.UsageException;
import nscr.oci.Quoted;
import nscr.torture.Hazard;
import nscr.torture.Replay;
import nscr.torture.Torture;
import nscr.torture.TortureReport;
import nscr.torture.TortureSettings;

/// `nscr torture`: tries to break a store, on the user's own disk.
final class TortureCommand implements Command {
  private static final Kind<Long> SEED = new Kind<>("N", text -> number(text, 0, Long.MAX_VALUE));
  private static final Kind<Long> WORKERS = new Kind<>("N", text -> number(text, 1, 100));
  private static final Kind<Duration> TIME =
      new Kind<>(Kind.DURATION.label(), TortureCommand::time);
  private static final Kind<Set<Hazard>> FAULTS = new Kind<>("FAULT,...", TortureCommand::faults);
  private static final Kind<Replay> REPLAY = new Kind<>("STEPS", TortureCommand::replay);
  private static final long SEEDS = 1_000_000_000;
  private static final long USUAL_WORKERS = 4;

  private final Given<Optional<Long>> seed;
  private final Given<Optional<Duration>> time;
  private final Given<Optional<Long>> workers;
  private final Given<Boolean> kill;
  private final Given<Optional<Set<Hazard>>> faults;
  private final Given<Optional<Replay>> replay;

  TortureCommand(Syntax syntax) {
    syntax
        .says(
            "[OPTIONS]",
            "Tries to break a store of its own on your disk: processes push, pull, mount, tag,"
                + " delete, import, export, check and collect garbage all at once, by HTTP, inside"
                + " the store and by commands, and with --kill they are killed at it with kill -9,"
                + " servers too. Every byte that is read is compared; what was acknowledged must be"
                + " there and what was deleted must not; and every few seconds nobody is alive and"
                + " the whole store is checked, counted anew and collected. The store is a"
                + " temporary one, or DIR of --store, which must not exist or be empty; it is"
                + " removed when it held, and kept when it did not. So is the journal, DIR.log.")
        .examples(
            "nscr torture",
            "nscr torture --kill --for 30m",
            "nscr torture --kill --faults disk-full,short-write,power",
            "nscr torture --kill --store /mnt/usb/try   # that disk, that file system",
            "nscr torture --kill --seed 7 --json | jq .violations",
            "nscr torture --seed 7 --kill --replay hosted/0:12,0:15,1:3")
        .exits(ExitCode.DAMAGE, "a promise was broken");
    seed =
        syntax.option(SEED, "What the scripts are made of; chosen and shown otherwise.", "--seed");
    time = syntax.option(TIME, "How long (default 1m).", "--for");
    workers = syntax.option(WORKERS, "How many work at once (default 4).", "--workers");
    kill = syntax.flag("Kill workers, commands and servers at random moments.", "--kill");
    faults =
        syntax.option(
            FAULTS,
            "Also do to the files what a disk may do, in the workers: disk-full, from some point of"
                + " an operation on none can grow; short-write, half of a write arrives; power, the"
                + " worker dies, and staged files it had not synced are gone.",
            "--faults");
    replay =
        syntax.option(
            REPLAY,
            "Take only these steps of the seed's scripts, again and again until a promise breaks"
                + " or the time is over; as a report of a violation names them.",
            "--replay");
  }

  private static long number(String text, long least, long most) {
    if (!text.matches("[0-9]{1,18}")
        || Long.parseLong(text) < least
        || Long.parseLong(text) > most) {
      throw new UsageException(Quoted.of(text) + " is no number from " + least + " to " + most);
    }
    return Long.parseLong(text);
  }

  private static Duration time(String text) {
    Duration given = Kind.DURATION.parser().apply(text);
    if (!given.isPositive()) {
      throw new UsageException("a torture takes some time, such as 1m");
    }
    return given;
  }

  private static Set<Hazard> faults(String text) {
    Set<Hazard> faults = EnumSet.noneOf(Hazard.class);
    for (String name : text.split(",")) {
      faults.add(
          Hazard.fault(name)
              .orElseThrow(() ->
                  new UsageException(
                      Quoted.of(name) + " is none of disk-full, short-write and power")));
    }
    return faults;
  }

  private static Replay replay(String text) {
    try {
      return Replay.parse(text);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  @Override
  public ExitCode run(Session session) throws IOException {
    Path directory = directory(session);
    var settings =
        new TortureSettings(
            seed.get().orElseGet(() -> ThreadLocalRandom.current().nextLong(SEEDS)),
            time.get().orElse(Duration.ofMinutes(1)),
            Math.toIntExact(workers.get().orElse(USUAL_WORKERS)),
            hazards(),
            directory,
            replay.get());
    session.note(() -> "seed " + settings.seed() + ", store " + directory);
    TortureReport report;
    try (Interruption.Guard _ = session.interruption().guard();
        ProgressDisplay progress = session.progress()) {
      report =
          Torture.run(
              settings,
              sentence -> {
                session.interruption().check();
                progress.say(sentence);
              });
    } finally {
      removeEmpty(session, directory);
    }
    session.show(new TortureResult(report, hazards().stream().map(Hazard::toString).toList()));
    return report.isClean() ? ExitCode.OK : ExitCode.DAMAGE;
  }

  /// Removes the directory that was made for the store, if nothing was kept there.
  private static void removeEmpty(Session session, Path directory) throws IOException {
    if (session.namedStore().isEmpty() && isEmptyDirectory(directory.getParent())) {
      Files.deleteIfExists(directory.getParent());
    }
  }

  private Set<Hazard> hazards() {
    Set<Hazard> hazards = EnumSet.noneOf(Hazard.class);
    hazards.addAll(faults.get().orElse(Set.of()));
    if (kill.get()) {
      hazards.add(Hazard.KILL);
    }
    return hazards;
  }

  /// Where the store is to be: nowhere where there is anything.
  private static Path directory(Session session) throws IOException {
    if (session.namedStore().isEmpty()) {
      return Files.createTempDirectory("nscr-torture").resolve("store");
    }
    Path directory = session.namedStore().get().toAbsolutePath().normalize();
    if (Files.exists(directory) && !isEmptyDirectory(directory)) {
      throw new FileAlreadyExistsException(
          directory.toString(), null, "only a new or empty directory is tortured; name another");
    }
    Path journal = Torture.journal(directory);
    if (Files.exists(journal, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(
          journal.toString(), null, "the journal would be written there; name another directory");
    }
    return directory;
  }

  private static boolean isEmptyDirectory(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return false;
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.findAny().isEmpty();
    }
  }
}
