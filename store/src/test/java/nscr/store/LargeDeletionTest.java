package nscr.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import nscr.blob.MemoryBlobBackend;
import nscr.oci.Digest;
import nscr.oci.OciException;
import nscr.oci.Tag;
import org.junit.jupiter.api.Test;

/// However much goes at once, it goes in commits that the owner of the index takes from others.
class LargeDeletionTest {
  private static final Sample IMAGE = Sample.image("image", Sample.layer("blob"));

  private static TestStore narrow(long most) {
    return new TestStore(new NarrowIndex(most), new MemoryBlobBackend(), new TestClock());
  }

  private static Digest push(TestStore test, int tags) throws IOException {
    Digest image = test.push("app", IMAGE);
    for (int from = 0; from < tags; from += 1000) {
      List<Tag> some = new ArrayList<>();
      for (int i = from; i < from + 1000; i++) {
        some.add(new Tag("t" + i));
      }
      test.repository("app").tags().put(image, some);
    }
    return image;
  }

  @Test
  void a_manifest_goes_with_however_many_tags() throws IOException {
    try (TestStore test = narrow(3_000_000)) {
      Digest image = push(test, 25_000);
      List<Tag> gone = test.repository("app").manifests().delete(image);
      assertEquals(25_000, new HashSet<>(gone).size());
      assertEquals(List.of(), test.repository("app").tags().names(Optional.empty(), 1));
      assertTrue(test.repository("app").manifests().find(image).isEmpty());
    }
  }

  @Test
  void a_manifest_that_an_index_needs_keeps_however_many_tags() throws IOException {
    try (TestStore test = new TestStore()) {
      Digest image = push(test, 11_000);
      test.put("app", Sample.index("index", IMAGE), "t");
      Manifests manifests = test.repository("app").manifests();
      assertThrows(OciException.class, () -> manifests.delete(image));
      assertEquals(11_000, manifests.tags(image).size());
    }
  }

  @Test
  void a_repository_goes_however_large_its_manifests_are_and_however_many_tags_they_have()
      throws IOException {
    try (TestStore test = narrow(6_000_000)) {
      push(test, 25_000);
      for (int i = 0; i < 20; i++) {
        test.push("app", Sample.image("x".repeat(1_000_000) + i), "large" + i);
      }
      assertEquals(25_000 + 20 + 21, new HashSet<>(test.repository("app").delete()).size());
      assertTrue(!test.repository("app").exists());
    }
  }
}
