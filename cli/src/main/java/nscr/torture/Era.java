package nscr.torture;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import nscr.torture.Step.Fate;
import nscr.torture.Step.Way;

/// A time in which workers and perhaps a server are at work, and are killed at it; when it is over,
/// so are all of them.
final class Era implements Closeable {
  private static final long LONGEST_STEP_MILLIS = 180_000;

  private final Stage stage;
  private final Scene scene;
  private final Court court;
  private final Tally tally;
  private final Alarms alarms = new Alarms();
  private final AtomicLong kills = new AtomicLong();
  private final AtomicReference<Optional<IOException>> trouble =
      new AtomicReference<>(Optional.empty());
  private final List<Desk> desks = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private Optional<ServerProcess> server = Optional.empty();
  private boolean everyoneInStore;

  Era(Stage stage, Scene scene, Court court, Tally tally) {
    this.stage = stage;
    this.scene = scene;
    this.court = court;
    this.tally = tally;
  }

  private volatile boolean closed;

  /// Starts everybody.
  ///
  /// @param isOver whether no more steps are to be begun
  void begin(Plan plan, BooleanSupplier isOver) throws IOException {
    if (scene.hasServer()) {
      server = Optional.of(ServerProcess.start(stage.server(scene), stage.port(), stage.errors()));
    }
    everyoneInStore = server.isEmpty() || stage.isShared();
    for (int worker = 0; worker < stage.script().workers(); worker++) {
      desks.add(new Desk(worker));
    }
    for (Desk desk : desks) {
      threads.add(Thread.ofPlatform().start(() -> desk.work(plan, isOver)));
    }
  }

  /// Whether workers still are at work.
  boolean goesOn() {
    return threads.stream().anyMatch(Thread::isAlive);
  }

  /// Ends everybody, once all steps that were begun have ended.
  ///
  /// @param byForce whether the server is killed rather than told to end
  void end(boolean byForce) throws IOException {
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    alarms.close();
    if (server.isPresent() && !server.get().end(byForce)) {
      court.accuse(scene, "the server ended by itself: " + stage.lastWords());
    }
    close();
    if (trouble.get().isPresent()) {
      throw trouble.get().get();
    }
  }

  /// Ends everybody at once, in the middle of steps too, and waits until they have.
  @Override
  public void close() throws IOException {
    closed = true;
    alarms.close();
    for (Desk desk : desks) {
      desk.close();
    }
    if (server.isPresent()) {
      server.get().close();
    }
    awaitDesks();
    // A step that had begun may have started a process meanwhile.
    for (Desk desk : desks) {
      desk.close();
    }
  }

  private void awaitDesks() {
    try {
      for (Thread thread : threads) {
        thread.join(LONGEST_STEP_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void killServer() {
    try {
      kills.incrementAndGet();
      tally.kill("server");
      server.orElseThrow().killAndStart();
      kills.incrementAndGet();
    } catch (IOException e) {
      trouble.set(Optional.of(e));
    }
  }

  /// Where one worker sits, whichever process that is.
  private final class Desk {
    private final int worker;
    private final CommandHand commands;
    private volatile Optional<WorkerProcess> process = Optional.empty();

    Desk(int worker) throws IOException {
      this.worker = worker;
      this.commands = stage.commands(worker, scene.mercy());
    }

    void work(Plan plan, BooleanSupplier isOver) {
      try {
        Optional<Step> next;
        while (!closed
            && !isOver.getAsBoolean()
            && trouble.get().isEmpty()
            && (next = plan.next(worker)).isPresent()) {
          Step step = next.get();
          long before = kills.get();
          Outcome outcome = perform(step);
          if (closed) {
            return;
          }
          boolean excused =
              outcome instanceof Outcome.Failed && (step.fate().isFault() || kills.get() != before);
          court.judge(step, excused ? new Outcome.Unknown("somebody died") : outcome, scene);
        }
      } catch (IOException e) {
        trouble.set(Optional.of(e));
      }
    }

    private Outcome perform(Step step) throws IOException {
      Way wanted = step.fate().isFault() ? Way.STORE : step.way();
      Way way = everyoneInStore ? wanted : Way.HTTP;
      if (way == Way.HTTP) {
        if (server.isEmpty()) {
          way = Way.STORE;
        } else {
          // One that is being started again is worth waiting for.
          server.get().isAlive();
        }
      }
      if (way != Way.COMMAND && process.filter(WorkerProcess::isAlive).isEmpty()) {
        process = Optional.of(WorkerProcess.start(stage.worker(scene), stage.errors()));
      }
      Alarms.Alarm hang = alarms.after(LONGEST_STEP_MILLIS, () -> hangs(step));
      Optional<Alarms.Alarm> fate = fate(step);
      Outcome outcome =
          way == Way.COMMAND
              ? commands.perform(step.operation())
              : process.get().perform(step, way);
      hang.callOff();
      if (step.fate().isFault()) {
        kills.incrementAndGet();
        tally.fault(step.fate());
      }
      fate.ifPresent(Alarms.Alarm::callOff);
      return outcome;
    }

    private Optional<Alarms.Alarm> fate(Step step) {
      return switch (step.fate()) {
        case Fate.NOTHING, Fate.DISK_FULL, Fate.SHORT_WRITE -> Optional.empty();
        case Fate.POWER_LOST -> {
          // Who shared the store with it may notice.
          kills.incrementAndGet();
          yield Optional.empty();
        }
        case Fate.WORKER_KILLED -> Optional.of(alarms.after(step.delay(), this::kill));
        case Fate.SERVER_KILLED ->
            server.map(_ -> alarms.after(step.delay(), Era.this::killServer));
      };
    }

    private void kill() {
      kills.incrementAndGet();
      if (commands.kill()) {
        tally.kill("command");
      } else {
        tally.kill("worker");
        process.ifPresent(WorkerProcess::kill);
      }
      kills.incrementAndGet();
    }

    private void hangs(Step step) {
      court.accuse(scene, step + " does not come to an end");
      kill();
    }

    void close() {
      commands.kill();
      try {
        if (process.isPresent()) {
          process.get().close();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
