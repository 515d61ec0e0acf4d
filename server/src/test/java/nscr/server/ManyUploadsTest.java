package nscr.server;

import static nscr.server.Served.bytes;
import static nscr.server.Served.header;
import static nscr.server.Served.refusal;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import nscr.gc.Gc;
import nscr.gc.GcPolicy;
import nscr.oci.Digest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManyUploadsTest {
  @TempDir Path directory;
  private Served served;

  @BeforeEach
  void serve() throws Exception {
    served = Served.in(directory);
  }

  @AfterEach
  void stop() throws Exception {
    served.close();
  }

  private static byte[] content(long seed) {
    byte[] content = new byte[300_000];
    new Random(seed).nextBytes(content);
    return content;
  }

  /// Runs the same work as many times at once, and each to its end.
  private static void atOnce(int times, Work work) throws Exception {
    CyclicBarrier start = new CyclicBarrier(times);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Integer>> all = new ArrayList<>();
      for (int i = 0; i < times; i++) {
        int number = i;
        all.add(() -> {
          start.await();
          work.run(number);
          return number;
        });
      }
      for (Future<Integer> done : threads.invokeAll(all)) {
        done.get();
      }
    }
  }

  private interface Work {
    void run(int number) throws Exception;
  }

  @Test
  void sixty_four_uploads_at_once_all_arrive() throws Exception {
    atOnce(
        64,
        number -> {
          byte[] content = content(number);
          String upload = served.begin("app" + number % 3);
          for (int at = 0; at < content.length; at += 100_000) {
            byte[] chunk = java.util.Arrays.copyOfRange(content, at, at + 100_000);
            String range = at + "-" + (at + 99_999);
            assertEquals(
                202, served.send("PATCH", upload, chunk, "Content-Range", range).statusCode());
          }
          Digest digest = Digest.of(content);
          assertEquals(
              201, served.send("PUT", upload + "?digest=" + digest, bytes("")).statusCode());
        });
    for (int number = 0; number < 64; number++) {
      byte[] content = content(number);
      String path = "/v2/app" + number % 3 + "/blobs/" + Digest.of(content);
      assertArrayEquals(content, served.get(path).body());
    }
    assertEquals(0, served.store.blobFiles().staged().size());
  }

  @Test
  void one_blob_from_eight_clients_is_kept_once() throws Exception {
    byte[] content = content(7);
    atOnce(8, number -> served.push("app" + number % 2, content));
    Gc.execute(served.store, GcPolicy.USUAL);
    String hex = Digest.of(content).hex();
    try (var files = Files.walk(directory)) {
      assertEquals(1, files.filter(file -> file.getFileName().toString().startsWith(hex)).count());
    }
    for (int number = 0; number < 2; number++) {
      String path = "/v2/app" + number + "/blobs/" + Digest.of(content);
      assertArrayEquals(content, served.get(path).body());
    }
  }

  @Test
  void a_last_chunk_under_a_wrong_digest_counts_as_received() {
    byte[] content = bytes("0123456789");
    String upload = served.begin("app");
    served.send("PATCH", upload, bytes("01234"), "Content-Range", "0-4");
    String wrong = upload + "?digest=" + Digest.of(bytes("x"));
    var early = served.send("PUT", wrong, bytes("789"), "Content-Range", "7-9");
    assertEquals("416 BLOB_UPLOAD_INVALID", refusal(early));
    assertEquals("0-4", header(early, "Range"));
    var last = served.send("PUT", wrong, bytes("56789"), "Content-Range", "5-9");
    assertEquals("400 DIGEST_INVALID", refusal(last));
    assertEquals("0-9", header(served.get(upload), "Range"));
    assertEquals(404, served.head("/v2/app/blobs/" + Digest.of(content)).statusCode());
    String right = upload + "?digest=" + Digest.of(content);
    assertEquals(201, served.send("PUT", right, bytes("")).statusCode());
    assertEquals("404 BLOB_UPLOAD_UNKNOWN", refusal(served.get(upload)));
  }

  @Test
  void an_upload_that_has_expired_is_gone_with_its_bytes() throws Exception {
    String upload = served.begin("app");
    served.send("PATCH", upload, bytes("01234"));
    Gc.execute(served.store, GcPolicy.USUAL);
    assertEquals("0-4", header(served.get(upload), "Range"));
    var now = new GcPolicy(Duration.ZERO, Optional.empty(), Duration.ZERO);
    for (int tries = 0; served.get(upload).statusCode() != 404; tries++) {
      assertTrue(tries < 100, "it does not expire");
      Thread.sleep(5);
      Gc.execute(served.store, now);
    }
    assertEquals("404 BLOB_UPLOAD_UNKNOWN", refusal(served.send("PATCH", upload, bytes("5"))));
    assertEquals(0, served.store.blobFiles().staged().size());
  }

  @Test
  void what_is_deleted_in_one_repository_stays_in_another() {
    byte[] manifest = served.image("app", "layer");
    served.image("other", "layer");
    served.put("app", "v1", manifest);
    served.put("other", "v1", manifest);
    Digest digest = Digest.of(manifest);
    assertEquals(202, served.delete("/v2/app/manifests/" + digest).statusCode());
    assertEquals(202, served.delete("/v2/app/blobs/" + Digest.of(bytes("layer"))).statusCode());
    assertEquals(404, served.get("/v2/app/manifests/v1").statusCode());
    assertArrayEquals(manifest, served.get("/v2/other/manifests/v1").body());
    assertEquals(200, served.get("/v2/other/blobs/" + Digest.of(bytes("layer"))).statusCode());
    var again = served.put("app", "v1", manifest);
    assertEquals("400 MANIFEST_BLOB_UNKNOWN", refusal(again));
  }
}
