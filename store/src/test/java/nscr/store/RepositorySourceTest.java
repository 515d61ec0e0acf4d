package nscr.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import nscr.blob.BlobBackend;
import nscr.blob.BlobFile;
import nscr.blob.MemoryBlobBackend;
import nscr.content.ContentSource;
import nscr.content.Copier;
import nscr.explore.ChangedBlobs;
import nscr.index.MemoryIndexBackend;
import nscr.oci.ErrorCode;
import nscr.oci.OciException;
import nscr.rows.LinkRow;
import org.junit.jupiter.api.Test;

/// What is removed while it is read is not there any more; that is no damage.
class RepositorySourceTest {
  private static final Sample LAYER = Sample.layer("layer");
  private static final Sample IMAGE = Sample.image("image", LAYER);

  @Test
  void an_image_that_goes_while_it_is_read_is_not_found() throws IOException {
    try (TestStore test = new TestStore()) {
      test.push("app", IMAGE, "t");
      ContentSource source = test.repository("app").source();
      source.open(IMAGE.descriptor()).close();
      test.repository("app").manifests().delete(IMAGE.digest());
      test.gc();
      for (Sample part : new Sample[] {LAYER, IMAGE}) {
        OciException refusal =
            assertThrows(OciException.class, () -> source.open(part.descriptor()));
        assertEquals(ErrorCode.BLOB_UNKNOWN, refusal.code());
      }
      assertThrows(OciException.class, () -> Copier.read(source, IMAGE.descriptor()));
    }
  }

  @Test
  void a_blob_that_goes_and_comes_again_while_it_is_opened_is_read() throws IOException {
    Churn churn = new Churn(new MemoryBlobBackend());
    try (TestStore test = new TestStore(new MemoryIndexBackend(), churn, new TestClock())) {
      test.push("app", IMAGE, "t");
      churn.once =
          () -> {
            test.repository("app").manifests().delete(IMAGE.digest());
            test.gc();
            test.push("app", IMAGE, "t");
          };
      try (InputStream content = test.repository("app").source().open(LAYER.descriptor())) {
        assertArrayEquals(LAYER.content(), content.readAllBytes());
      }
    }
  }

  /// Files that something happens to between the look for one and its opening.
  private static final class Churn extends ChangedBlobs {
    private Happening once = () -> {};

    private interface Happening {
      void run() throws IOException;
    }

    Churn(BlobBackend blobs) {
      super(blobs);
    }

    @Override
    public SeekableByteChannel open(BlobFile file) throws IOException {
      Happening now = once;
      once = () -> {};
      now.run();
      return super.open(file);
    }
  }

  @Test
  void what_is_not_there_though_it_is_needed_is_damage() throws IOException {
    TestStore test = new TestStore();
    test.push("app", IMAGE, "t");
    test.store()
        .rows()
        .change(change -> {
          change.remove(LinkRow.key(LAYER.digest(), test.repository("app").name()));
          return change;
        });
    ContentSource source = test.repository("app").source();
    assertThrows(StoreException.Damaged.class, () -> source.open(LAYER.descriptor()));
    test.store().close();
  }
}
