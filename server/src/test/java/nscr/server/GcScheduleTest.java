package nscr.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import nscr.blob.FileBlobBackend;
import nscr.gc.GcPolicy;
import nscr.gc.GcReport;
import nscr.store.Store;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GcScheduleTest {
  @TempDir Path directory;

  @Test
  void a_gc_without_memory_is_not_the_last() throws Exception {
    FailingIndex index = new FailingIndex();
    index.fail(FailingIndex.Call.SCAN, new OutOfMemoryError("of the machine"));
    BlockingQueue<GcSchedule.Run> runs = new ArrayBlockingQueue<>(1000);
    Store store = Store.over(index, new FileBlobBackend(directory), InstantSource.system());
    GcPolicy policy = new GcPolicy(Duration.ofHours(1), Optional.empty(), Duration.ofDays(1));
    try (GcSchedule gc = GcSchedule.start(store, policy, Duration.ofMillis(1), runs::offer)) {
      assertTrue(next(runs, false), "a gc that failed is told of");
      index.mend();
      assertTrue(next(runs, true), "and another comes: " + gc);
    }
    store.close();
  }

  @Test
  void the_log_tells_in_words_what_a_gc_did() {
    assertEquals(Optional.empty(), GcSchedule.told(GcReport.NOTHING));
    assertEquals(
        Optional.of(
            "gc removed 1 manifests, 2 blobs, 1 more from repositories alone, 4 uploads; freed 5"
                + " bytes; passed over 6 rows that cannot be read, or hang on such: run nscr check"
                + " --repair"),
        GcSchedule.told(new GcReport(1, 3, 2, 2, 4, 5, 6)));
  }

  /// Whether there is, among the next, one that ended so.
  private static boolean next(BlockingQueue<GcSchedule.Run> runs, boolean wanted)
      throws InterruptedException {
    while (true) {
      GcSchedule.Run run = runs.poll(20, TimeUnit.SECONDS);
      if (run == null || run.removed().isPresent() == wanted) {
        return run != null;
      }
    }
  }
}
