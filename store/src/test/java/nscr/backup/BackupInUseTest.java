package nscr.backup;

import static nscr.backup.Originals.blobs;
import static nscr.backup.Originals.content;
import static nscr.backup.Originals.delete;
import static nscr.backup.Originals.image;
import static nscr.backup.Originals.load;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import nscr.gc.Gc;
import nscr.oci.OciException;
import nscr.store.Store;
import nscr.store.TestStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Backups of a store that is pushed to and collected all the time.
@Timeout(300)
class BackupInUseTest {
  @TempDir private Path temporary;
  private Originals originals;
  private Path backup;

  @BeforeEach
  void stock() throws IOException {
    originals = new Originals(temporary.resolve("store"));
    backup = temporary.resolve("backup");
    try (Store store = originals.open()) {
      load(store, image("one"), "app:1");
    }
  }

  /// Several threads push, delete and collect, as guests of the owner and as the owner.
  @Test
  void everyBackupOfAStoreInUseIsWhole() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    List<Future<Integer>> workers = new ArrayList<>();
    int made = 0;
    try (Store owner = originals.open();
        Store guest = originals.open();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Store store : List.of(owner, guest)) {
        int number = workers.size();
        workers.add(threads.submit(() -> churn(store, number, over)));
        workers.add(threads.submit(() -> collect(store, over)));
      }
      try (Store reader = originals.open()) {
        for (; made < 8; made++) {
          BackupReport report =
              Backup.run(
                  reader,
                  originals.directory(),
                  backup,
                  Originals.options(made % 2 == 0, Originals.NOBODY));
          assertEquals(report.blobs(), blobs(backup).size());
          content(backup);
        }
      } finally {
        over.set(true);
      }
      for (Future<Integer> worker : workers) {
        assertTrue(worker.get() > 0);
      }
      Gc.execute(owner, TestStore.AT_ONCE);
      Thread.sleep(5);
      Gc.execute(owner, TestStore.AT_ONCE);
    }
    originals.backUp(backup);
    assertEquals(content(originals.directory()), content(backup));
    assertEquals(blobs(originals.directory()).size(), blobs(backup).size());
  }

  private static int churn(Store store, int number, AtomicBoolean over) throws IOException {
    int rounds = 0;
    for (; !over.get(); rounds++) {
      String tag = "t" + number + "-" + rounds % 3;
      try {
        load(store, image(number + " " + rounds % 7), "app:" + tag);
        delete(store, "t" + number + "-" + (rounds + 1) % 3);
      } catch (OciException e) {
        // Deleted before.
        assertTrue(rounds < 3, e.getMessage());
      }
    }
    return rounds;
  }

  private static int collect(Store store, AtomicBoolean over) throws IOException {
    int rounds = 0;
    for (; !over.get(); rounds++) {
      Gc.execute(store, TestStore.AT_ONCE);
    }
    return rounds;
  }
}
