package nscr.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import nscr.blob.MemoryBlobBackend;
import nscr.crash.Faults;
import nscr.crash.FaultyIndexBackend;
import nscr.gc.Gc;
import nscr.gc.GcPolicy;
import nscr.index.MemoryIndexBackend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/// Who was told that a blob is there need not bring it.
class PromiseTest {
  @Test
  void a_blob_that_was_promised_stays_for_the_grace_though_its_image_was_deleted()
      throws IOException {
    try (TestStore test = new TestStore()) {
      Sample image = Sample.image("image", Sample.layer("layer"));
      test.push("app", image);
      test.repository("app").manifests().delete(image.digest());
      for (Sample blob : image.children()) {
        assertTrue(test.repository("app").blobs().promise(blob.digest()).isPresent());
      }
      test.clock().advance(Duration.ofMinutes(1));
      Gc.execute(test.store(), GcPolicy.USUAL);
      assertEquals(image.digest(), test.put("app", image));
    }
  }

  /// Nobody is told that it stays when that cannot be noted; what stays anyway is found.
  @Test
  void nothing_is_promised_on_a_full_disk() throws IOException {
    Faults faults = new Faults();
    var index = new FaultyIndexBackend(new MemoryIndexBackend(), faults);
    try (TestStore test = new TestStore(index, new MemoryBlobBackend(), new TestClock())) {
      Sample held = Sample.image("held", Sample.layer("needed"));
      Sample loose = Sample.image("loose", Sample.layer("needed"));
      Sample unneeded = Sample.layer("unneeded");
      test.push("app", held, "tag");
      test.push("app", loose);
      test.upload("app", unneeded);
      Repository app = test.repository("app");
      faults.arm(Faults.Kind.FULL, 1);
      assertFull(() -> app.manifests().promise(loose.digest()));
      assertFull(() -> app.blobs().promise(unneeded.digest()));
      assertTrue(app.manifests().find(loose.digest()).isPresent());
      assertTrue(app.manifests().promise(held.digest()).isPresent());
      assertTrue(app.blobs().promise(held.children().getFirst().digest()).isPresent());
      faults.disarm();
      assertTrue(app.manifests().promise(loose.digest()).isPresent());
    }
  }

  private static void assertFull(Executable promise) {
    IOException full = assertThrows(IOException.class, promise);
    assertTrue(full.getMessage().contains("No space left on device"), full.getMessage());
  }
}
