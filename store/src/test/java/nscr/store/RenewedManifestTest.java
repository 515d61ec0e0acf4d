package nscr.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import nscr.blob.MemoryBlobBackend;
import nscr.content.Copier;
import nscr.gc.Gc;
import nscr.gc.GcPolicy;
import nscr.index.MemoryIndexBackend;
import nscr.oci.Digest;
import nscr.oci.ImageReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Whoever brings a manifest again, or is told again that it is there, has as long to push the
/// index that lists it as with one that is new: what is left of an earlier coming decides nothing.
class RenewedManifestTest {
  private static final Duration GRACE = Duration.ofHours(1);
  private static final Duration UNTAGGED = Duration.ofDays(30);
  private static final Sample IMAGE = Sample.image("image", Sample.layer("blob"));
  private static final Sample OLD = Sample.index("old", IMAGE);
  private static final Sample NEW = Sample.index("new", IMAGE);

  private enum Way {
    PUT {
      @Override
      void come(TestStore test) throws IOException {
        test.push("app", IMAGE);
      }
    },
    IMPORT {
      @Override
      void come(TestStore test) throws IOException {
        test.load(new SampleSource(IMAGE), IMAGE, "app@" + IMAGE.digest());
      }
    },
    HEAD {
      @Override
      void come(TestStore test) throws IOException {
        assertTrue(test.repository("app").manifests().promise(IMAGE.digest()).isPresent());
      }
    };

    abstract void come(TestStore test) throws IOException;
  }

  private static void gc(TestStore test, Duration later) throws IOException {
    test.clock().advance(later);
    Gc.execute(test.store(), new GcPolicy(GRACE, Optional.of(UNTAGGED), Duration.ofDays(1)));
  }

  private static boolean isThere(TestStore test) throws IOException {
    return test.repository("app").manifests().find(IMAGE.digest()).isPresent();
  }

  @ParameterizedTest
  @EnumSource
  void an_older_review_does_not_take_it(Way way) throws IOException {
    try (TestStore test = new TestStore()) {
      test.push("app", IMAGE);
      test.clock().advance(UNTAGGED.minusSeconds(10));
      way.come(test);
      gc(test, Duration.ofSeconds(20));
      test.put("app", NEW, "t");
      test.repository("app").manifests().delete(NEW.digest());
      gc(test, Duration.ofSeconds(1));
      assertEquals(false, isThere(test));
    }
  }

  @ParameterizedTest
  @EnumSource
  void it_goes_when_it_has_been_untagged_for_long_again(Way way) throws IOException {
    try (TestStore test = new TestStore()) {
      test.push("app", IMAGE);
      test.clock().advance(UNTAGGED.minusSeconds(10));
      way.come(test);
      gc(test, UNTAGGED.minusSeconds(10));
      assertTrue(isThere(test));
      gc(test, Duration.ofSeconds(10));
      assertEquals(false, isThere(test));
    }
  }

  @ParameterizedTest
  @EnumSource
  void the_deletion_of_an_index_that_came_before_leaves_it_the_grace(Way way) throws IOException {
    try (TestStore test = new TestStore()) {
      test.push("app", OLD, "t");
      test.clock().advance(Duration.ofSeconds(1));
      way.come(test);
      test.repository("app").manifests().delete(OLD.digest());
      gc(test, Duration.ofSeconds(1));
      // What HEAD finds needed it does not renew.
      assertEquals(way != Way.HEAD, isThere(test));
      gc(test, GRACE);
      assertEquals(false, isThere(test));
    }
  }

  @ParameterizedTest
  @EnumSource
  void the_deletion_of_an_index_before_it_comes_again_does_not_take_it(Way way) throws IOException {
    try (TestStore test = new TestStore()) {
      test.push("app", OLD, "t");
      test.repository("app").manifests().delete(OLD.digest());
      way.come(test);
      gc(test, GRACE.plusSeconds(1));
      test.put("app", NEW, "t");
    }
  }

  @Test
  void the_deletion_of_an_index_of_its_index_before_it_comes_again_does_not_take_it()
      throws IOException {
    try (TestStore test = new TestStore()) {
      Sample outer = Sample.index("outer", OLD);
      test.push("app", outer, "t");
      test.repository("app").manifests().delete(outer.digest());
      test.clock().advance(Duration.ofSeconds(1));
      test.push("app", IMAGE);
      gc(test, Duration.ofSeconds(1));
      assertTrue(test.repository("app").manifests().find(OLD.digest()).isEmpty());
      test.put("app", NEW, "t");
    }
  }

  @ParameterizedTest
  @EnumSource
  void what_came_again_after_its_grace_began_waits_anew(Way way) throws IOException {
    try (TestStore test = new TestStore()) {
      test.push("app", OLD, "t");
      test.clock().advance(Duration.ofSeconds(1));
      test.push("app", IMAGE);
      test.repository("app").manifests().delete(OLD.digest());
      test.clock().advance(GRACE.minusSeconds(10));
      way.come(test);
      gc(test, Duration.ofSeconds(20));
      test.put("app", NEW, "t");
    }
  }

  @Test
  void what_comes_again_with_its_index_goes_with_it() throws IOException {
    try (TestStore test = new TestStore()) {
      test.push("app", OLD, "t");
      test.clock().advance(Duration.ofSeconds(1));
      Digest index = test.push("app", OLD, "t");
      test.repository("app").manifests().delete(index);
      gc(test, Duration.ofSeconds(1));
      assertEquals(false, isThere(test));
    }
  }

  @Test
  void what_is_imported_again_with_its_index_goes_with_it() throws IOException {
    try (TestStore test = new TestStore()) {
      test.push("app", OLD, "t");
      test.clock().advance(Duration.ofSeconds(1));
      test.load(new SampleSource(OLD), OLD, "app:t");
      test.repository("app").manifests().delete(OLD.digest());
      gc(test, Duration.ofSeconds(1));
      assertEquals(false, isThere(test));
    }
  }

  @Test
  void what_comes_in_one_import_comes_at_one_moment() throws IOException {
    Instant[] now = {Instant.ofEpochSecond(1_800_000_000)};
    InstantSource ticking = () -> now[0] = now[0].plusSeconds(1);
    try (Store store = Store.over(new MemoryIndexBackend(), new MemoryBlobBackend(), ticking)) {
      ImageReference name = ImageReference.parse("app:t");
      try (Import load = store.beginImport()) {
        new Copier(new SampleSource(OLD), load, true).copy(OLD.descriptor(), name);
        load.finish();
      }
      Manifests manifests = store.repository(name.repository()).manifests();
      manifests.delete(OLD.digest());
      Gc.execute(store, GcPolicy.USUAL);
      assertTrue(manifests.find(IMAGE.digest()).isEmpty());
    }
  }

  @Test
  void a_clock_that_was_set_back_leaves_no_garbage() throws IOException {
    try (TestStore test = new TestStore()) {
      test.push("app", IMAGE, "t");
      test.clock().advance(Duration.ofHours(-2));
      test.repository("app").tags().delete(new nscr.oci.Tag("t"));
      gc(test, UNTAGGED.plusHours(2));
      assertEquals(false, isThere(test));
    }
  }
}
