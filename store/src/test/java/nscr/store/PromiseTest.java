package nscr.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import nscr.gc.Gc;
import nscr.gc.GcPolicy;
import org.junit.jupiter.api.Test;

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
}
