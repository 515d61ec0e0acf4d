package nscr.server;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import nscr.gc.Gc;
import nscr.gc.GcPolicy;
import nscr.gc.GcReport;
import nscr.store.Store;

/// Collects garbage now and then, beside the traffic: gc needs no pause and no lock.
final class GcSchedule implements Closeable {
  private static final System.Logger LOG = System.getLogger("nscr.server");
  private static final long LONGEST_WAIT_SECONDS = 30;

  private final Store store;
  private final GcPolicy policy;
  private final Consumer<Run> watcher;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("gc-schedule").factory());

  private GcSchedule(Store store, GcPolicy policy, Consumer<Run> watcher) {
    this.store = store;
    this.policy = policy;
    this.watcher = watcher;
  }

  /// One gc that has ended.
  ///
  /// @param removed empty when it failed
  record Run(Duration took, Optional<GcReport> removed) {}

  /// Collects for the first time after `every`, and then `every` after the last time ended.
  ///
  /// @param watcher told of each gc
  static GcSchedule start(Store store, GcPolicy policy, Duration every, Consumer<Run> watcher) {
    GcSchedule schedule = new GcSchedule(store, policy, watcher);
    long nanos = every.toNanos();
    schedule.timer.scheduleWithFixedDelay(schedule::run, nanos, nanos, TimeUnit.NANOSECONDS);
    return schedule;
  }

  private void run() {
    long start = System.nanoTime();
    Optional<GcReport> removed = collect();
    watcher.accept(new Run(Duration.ofNanos(System.nanoTime() - start), removed));
  }

  private Optional<GcReport> collect() {
    try {
      GcReport report = Gc.execute(store, policy);
      told(report).ifPresent(line -> LOG.log(System.Logger.Level.INFO, line));
      return Optional.of(report);
    } catch (IOException | RuntimeException | Error e) {
      // The next one may do better, as when uploads had all the memory; what this one left is as
      // good as before. Thrown on, it would be the last, and nobody would know.
      LOG.log(System.Logger.Level.ERROR, "gc failed", e);
      return Optional.empty();
    }
  }

  /// What the log is to say of a gc, in words; empty when it did nothing.
  static Optional<String> told(GcReport report) {
    if (report.equals(GcReport.NOTHING)) {
      return Optional.empty();
    }
    return Optional.of(
        "gc removed %d manifests, %d blobs, %d more from repositories alone, %d uploads; freed %d bytes%s"
            .formatted(
                report.manifests(),
                report.blobs(),
                Math.max(0, report.links() - report.blobs()),
                report.uploads(),
                report.freedBytes(),
                report.passedOver() == 0
                    ? ""
                    : "; passed over %d rows that cannot be read, or hang on such: run nscr check"
                            .formatted(report.passedOver())
                        + " --repair"));
  }

  /// Ends the schedule and waits for a gc under way, though not for ever: it may stop anywhere.
  @Override
  public void close() {
    timer.shutdown();
    try {
      timer.awaitTermination(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    timer.shutdownNow();
  }
}
