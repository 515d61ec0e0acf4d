package nscr.server;

import static nscr.server.Served.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import nscr.check.Check;
import nscr.check.Finding;
import nscr.content.Progress;
import nscr.gc.GcPolicy;
import nscr.oci.Digest;
import nscr.server.api.ApiSettings;
import nscr.store.Store;
import nscr.store.StoreOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManyClientsTest {
  private static final int CLIENTS = 6;
  private static final int ROUNDS = 25;

  @TempDir Path directory;

  @Test
  void pushes_deletes_and_gc_at_once_leave_a_sound_store() throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Path place = directory.resolve("store");
    Store store = Store.open(place, StoreOptions.of("a test"));
    var policy = new GcPolicy(Duration.ofSeconds(5), Optional.empty(), Duration.ofDays(1));
    try (Served served = Served.over(store, ApiSettings.OPEN, Patience.USUAL);
        GcSchedule gc = GcSchedule.start(store, policy, Duration.ofMillis(10), _ -> {});
        var clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Integer>> work = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        Random random = new Random(seed + i);
        work.add(() -> work(served, random));
      }
      for (Future<Integer> done : clients.invokeAll(work)) {
        assertTrue(done.get() > 0);
      }
      List<Finding> findings = new ArrayList<>();
      Check.run(store, true, Progress.NONE, findings::add);
      assertEquals(List.of(), findings, "seed " + seed + " " + gc);
    }
  }

  /// Pushes, pulls and deletes images that share layers with those of others; whatever was pushed
  /// under a tag of one's own can be pulled until one deletes it.
  private static int work(Served served, Random random) {
    int pushed = 0;
    for (int round = 0; round < ROUNDS; round++) {
      String repository = "app" + random.nextInt(2);
      String tag = "t" + random.nextLong(1L << 40);
      byte[] own = push(served, repository, tag, "layer " + random.nextInt(4));
      pushed++;
      String path = "/v2/" + repository + "/manifests/";
      assertEquals(200, served.head(path + tag).statusCode());
      String layer = Digest.of(bytes("{}")).toString();
      assertEquals(200, served.get("/v2/" + repository + "/blobs/" + layer).statusCode());
      if (random.nextBoolean()) {
        assertEquals(202, served.delete(path + Digest.of(own)).statusCode());
        assertEquals(404, served.head(path + tag).statusCode());
      }
    }
    return pushed;
  }

  /// Pushes an image. What somebody deletes is garbage at once, also when another client has just
  /// pushed the same layer and its manifest is still to come: that one is told, and pushes again.
  private static byte[] push(Served served, String repository, String tag, String layer) {
    while (true) {
      String manifest = new String(served.image(repository, layer));
      byte[] own = bytes(manifest.replace("{\"schema", "{\"x\":\"" + tag + "\",\"schema"));
      var answer = served.put(repository, tag, own);
      if (answer.statusCode() == 201) {
        return own;
      }
      assertEquals("400 MANIFEST_BLOB_UNKNOWN", Served.refusal(answer));
    }
  }
}
