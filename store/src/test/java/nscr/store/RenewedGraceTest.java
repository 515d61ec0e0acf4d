package nscr.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import nscr.gc.Gc;
import nscr.gc.GcPolicy;
import nscr.gc.GcReport;
import nscr.oci.Digest;
import nscr.oci.RepositoryName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Whoever brings a blob again, or is told again that it is there, has the whole grace to push what
/// needs it: what is left of an earlier one decides nothing.
class RenewedGraceTest {
  private static final Duration GRACE = Duration.ofHours(1);
  private static final Sample BLOB = Sample.layer("blob");

  private enum Way {
    UPLOAD {
      @Override
      void come(TestStore test) throws IOException {
        test.upload("app", BLOB);
      }
    },
    MOUNT {
      @Override
      void come(TestStore test) throws IOException {
        assertTrue(
            test.repository("app").blobs().mount(BLOB.digest(), new RepositoryName("other")));
      }
    },
    HEAD {
      @Override
      void come(TestStore test) throws IOException {
        assertTrue(test.repository("app").blobs().promise(BLOB.digest()).isPresent());
      }
    };

    abstract void come(TestStore test) throws IOException;
  }

  private static GcReport gc(TestStore test, Duration later) throws IOException {
    test.clock().advance(later);
    return Gc.execute(test.store(), new GcPolicy(GRACE, Optional.empty(), Duration.ofDays(1)));
  }

  @ParameterizedTest
  @EnumSource
  void an_older_review_does_not_end_it(Way way) throws IOException {
    try (TestStore test = new TestStore()) {
      test.push("other", Sample.image("holds it", BLOB), "t");
      test.upload("app", BLOB);
      test.clock().advance(GRACE.minusSeconds(10));
      way.come(test);
      assertEquals(0, gc(test, Duration.ofSeconds(20)).links());
      assertTrue(test.repository("app").blobs().find(BLOB.digest()).isPresent());
      assertEquals(1, gc(test, GRACE).links());
    }
  }

  @Test
  void what_is_pushed_again_part_by_part_is_no_orphan_of_a_deleted_index() throws IOException {
    try (TestStore test = new TestStore()) {
      Sample image = Sample.image("image", BLOB);
      Sample index = Sample.index("index", image);
      test.repository("app").manifests().delete(test.push("app", index, "t"));
      test.push("app", image);
      gc(test, Duration.ofSeconds(1));
      test.put("app", index, "t");
    }
  }

  @ParameterizedTest
  @EnumSource
  void the_deletion_of_what_came_before_does_not_end_it(Way way) throws IOException {
    try (TestStore test = new TestStore()) {
      test.push("other", Sample.image("holds it", BLOB), "t");
      Sample image = Sample.image("image", BLOB);
      Digest index = test.push("app", Sample.index("index", image), "t");
      test.clock().advance(Duration.ofSeconds(1));
      test.repository("app").manifests().delete(index);
      way.come(test);
      gc(test, Duration.ofSeconds(1));
      assertTrue(test.repository("app").manifests().find(image.digest()).isEmpty());
      assertEquals(way != Way.HEAD, test.repository("app").blobs().find(BLOB.digest()).isPresent());
      gc(test, GRACE);
      assertTrue(test.repository("app").blobs().find(BLOB.digest()).isEmpty());
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_deletion_ends_it_all_the_same(Way way) throws IOException {
    try (TestStore test = new TestStore()) {
      test.push("other", Sample.image("holds it", BLOB), "t");
      Digest image = test.push("app", Sample.image("image", BLOB), "t");
      way.come(test);
      test.repository("app").manifests().delete(image);
      assertTrue(gc(test, Duration.ofSeconds(1)).links() > 0);
      assertTrue(test.repository("app").blobs().find(BLOB.digest()).isEmpty());
    }
  }
}
