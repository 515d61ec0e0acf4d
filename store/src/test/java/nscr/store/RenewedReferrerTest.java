package nscr.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import nscr.gc.Gc;
import nscr.gc.GcPolicy;
import nscr.index.Batch;
import nscr.index.Bytes;
import nscr.index.Entry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Whoever brings a referrer again after its subject was deleted is about to bring the subject: it
/// waits for that as one that comes without a tag. What was there at the deletion goes with the
/// subject.
class RenewedReferrerTest {
  private static final Duration GRACE = Duration.ofHours(1);
  private static final Duration UNTAGGED = Duration.ofDays(30);
  private static final Sample IMAGE = Sample.image("image", Sample.layer("blob"));
  private static final Sample SIGNATURE = Sample.referrer("signature", IMAGE);
  private static final Sample STAMP = Sample.referrer("stamp of the signature", SIGNATURE);

  private enum Way {
    PUT {
      @Override
      void come(TestStore test, Sample referrer) throws IOException {
        test.push("app", referrer);
      }
    },
    IMPORT {
      @Override
      void come(TestStore test, Sample referrer) throws IOException {
        test.load(new SampleSource(referrer), referrer, "app@" + referrer.digest());
      }
    },
    HEAD {
      @Override
      void come(TestStore test, Sample referrer) throws IOException {
        assertTrue(test.repository("app").manifests().promise(referrer.digest()).isPresent());
      }
    };

    abstract void come(TestStore test, Sample referrer) throws IOException;
  }

  private static TestStore signed() throws IOException {
    TestStore test = new TestStore();
    test.push("app", IMAGE, "t");
    test.push("app", SIGNATURE);
    test.push("app", STAMP);
    test.clock().advance(Duration.ofSeconds(10));
    return test;
  }

  private static void delete(TestStore test, Sample manifest) throws IOException {
    test.repository("app").manifests().delete(manifest.digest());
  }

  private static void gc(TestStore test, Duration later) throws IOException {
    test.clock().advance(later);
    Gc.execute(test.store(), new GcPolicy(GRACE, Optional.of(UNTAGGED), Duration.ofDays(1)));
  }

  private static boolean isThere(TestStore test, Sample manifest) throws IOException {
    return test.repository("app").manifests().find(manifest.digest()).isPresent();
  }

  @ParameterizedTest
  @EnumSource
  void what_comes_after_the_deletion_waits_for_its_subject(Way way) throws IOException {
    try (TestStore test = signed()) {
      delete(test, IMAGE);
      way.come(test, SIGNATURE);
      gc(test, Duration.ofSeconds(1));
      assertTrue(isThere(test, SIGNATURE));
      assertTrue(isThere(test, STAMP));
      gc(test, UNTAGGED);
      assertEquals(false, isThere(test, SIGNATURE));
    }
  }

  @ParameterizedTest
  @EnumSource
  void what_comes_after_the_deletion_stays_with_the_subject_that_follows(Way way)
      throws IOException {
    try (TestStore test = signed()) {
      delete(test, IMAGE);
      way.come(test, SIGNATURE);
      gc(test, Duration.ofSeconds(1));
      test.push("app", IMAGE, "t");
      gc(test, UNTAGGED.plusSeconds(1));
      assertTrue(isThere(test, STAMP));
      delete(test, IMAGE);
      gc(test, Duration.ZERO);
      assertEquals(false, isThere(test, SIGNATURE));
      assertEquals(false, isThere(test, STAMP));
    }
  }

  @Test
  void a_referrer_of_a_referrer_waits_though_its_subject_goes_later_than_it_comes()
      throws IOException {
    try (TestStore test = signed()) {
      delete(test, IMAGE);
      test.clock().advance(Duration.ofSeconds(1));
      test.push("app", STAMP);
      gc(test, Duration.ofSeconds(1));
      assertEquals(false, isThere(test, SIGNATURE));
      assertTrue(isThere(test, STAMP));
    }
  }

  @Test
  void a_referrer_of_a_part_of_what_was_deleted_waits() throws IOException {
    try (TestStore test = new TestStore()) {
      Sample index = Sample.index("index", IMAGE);
      test.push("app", index, "t");
      test.push("app", SIGNATURE);
      delete(test, index);
      test.clock().advance(Duration.ofSeconds(1));
      test.push("app", SIGNATURE);
      gc(test, Duration.ofSeconds(1));
      assertEquals(false, isThere(test, IMAGE));
      assertTrue(isThere(test, SIGNATURE));
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_clock_that_was_set_back_after_the_deletion_takes_nothing(Way way) throws IOException {
    try (TestStore test = signed()) {
      delete(test, IMAGE);
      test.clock().advance(Duration.ofHours(-2));
      way.come(test, SIGNATURE);
      gc(test, Duration.ofSeconds(1));
      assertTrue(isThere(test, SIGNATURE));
    }
  }

  @Test
  void what_comes_before_its_subject_goes_with_it() throws IOException {
    try (TestStore test = new TestStore()) {
      test.push("app", SIGNATURE);
      test.clock().advance(Duration.ofSeconds(1));
      test.push("app", IMAGE, "t");
      delete(test, IMAGE);
      gc(test, Duration.ofSeconds(1));
      assertEquals(false, isThere(test, SIGNATURE));
    }
  }

  @Test
  void what_comes_between_two_deletions_goes_with_the_second() throws IOException {
    try (TestStore test = signed()) {
      delete(test, IMAGE);
      test.push("app", SIGNATURE);
      test.clock().advance(Duration.ofSeconds(1));
      test.push("app", IMAGE, "t");
      delete(test, IMAGE);
      gc(test, Duration.ofSeconds(1));
      assertEquals(false, isThere(test, SIGNATURE));
    }
  }

  @Test
  void a_review_of_a_store_of_before_takes_all_that_refers_to_its_subject() throws IOException {
    try (TestStore test = signed()) {
      delete(test, IMAGE);
      forgetTimes(test);
      gc(test, Duration.ofSeconds(1));
      assertEquals(false, isThere(test, SIGNATURE));
      assertEquals(false, isThere(test, STAMP));
    }
  }

  private static void forgetTimes(TestStore test) throws IOException {
    List<Entry> reviews = test.index().scan("q ", "q!", 100);
    for (Entry review : reviews) {
      Bytes nonce = Bytes.ofText(review.value().text().substring(0, 17));
      test.index()
          .commit(
              new Batch(java.util.Map.of(), java.util.Map.of(review.key(), Optional.of(nonce))));
    }
  }

  @Test
  void as_many_as_refer_to_many_subjects_go_in_several_commits() throws IOException {
    try (TestStore test = new TestStore()) {
      for (int i = 0; i < 5; i++) {
        Sample subject = Sample.image("subject " + i);
        test.push("app", subject, "t" + i);
        for (int j = 0; j < 600; j++) {
          test.push("app", Sample.referrer(i + " " + j, subject));
        }
        delete(test, subject);
      }
      gc(test, Duration.ofSeconds(1));
      assertEquals(List.of(), test.repository("app").manifests().list(Optional.empty(), 1));
    }
  }
}
