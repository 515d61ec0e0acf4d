package nscr.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nscr.blob.MemoryBlobBackend;
import nscr.content.Copier;
import nscr.oci.ImageReference;
import org.junit.jupiter.api.Test;

/// An import of whatever size is made in commits that the owner of the index takes from others.
class ImportBesideOwnerTest {
  private static final int TAGS = 300;

  @Test
  void no_commit_is_larger_than_the_index_takes() throws IOException {
    NarrowIndex index = new NarrowIndex(200_000);
    try (TestStore test = new TestStore(index, new MemoryBlobBackend(), new TestClock())) {
      List<Sample> images = new ArrayList<>();
      for (int n = 0; n < TAGS; n++) {
        images.add(Sample.image("image " + n, Sample.layer("shared"), Sample.layer("own " + n)));
      }
      SampleSource source = new SampleSource(images.toArray(Sample[]::new));
      for (int again = 0; again < 2; again++) {
        try (Import load = test.store().beginImport()) {
          for (int n = 0; n < TAGS; n++) {
            new Copier(source, load, false)
                .copy(images.get(n).descriptor(), ImageReference.parse("app:t" + n));
          }
          load.finish();
        }
        assertEquals(TAGS, test.repository("app").tags().list(Optional.empty(), 1000).size());
      }
    }
    assertTrue(
        index.largest() > 50_000, "commits hold as much as they may, not " + index.largest());
  }
}
