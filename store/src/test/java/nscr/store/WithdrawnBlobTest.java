package nscr.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import nscr.content.Copier;
import nscr.gc.Gc;
import nscr.gc.GcPolicy;
import nscr.oci.ErrorCode;
import nscr.oci.ImageReference;
import nscr.oci.OciException;
import nscr.oci.RepositoryName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/// A blob that was deleted though a manifest needs it. What the store looks like is checked at the
/// end of each test.
class WithdrawnBlobTest {
  private static final Sample BLOB = Sample.layer("blob");
  private static final Sample IMAGE = Sample.image("image", BLOB);
  private static final Sample OTHER = Sample.image("other", BLOB);

  private TestStore test;
  private Blobs blobs;

  @BeforeEach
  void withdraw() throws IOException {
    test = new TestStore();
    blobs = test.repository("app").blobs();
    test.push("app", IMAGE, "t");
    blobs.withdraw(BLOB.digest());
  }

  @AfterEach
  void check() throws IOException {
    test.close();
  }

  private static void assertRefused(ErrorCode code, Executable refused) {
    assertEquals(code, assertThrows(OciException.class, refused).code());
  }

  private void assertGone() throws IOException {
    assertTrue(blobs.find(BLOB.digest()).isEmpty());
    assertTrue(blobs.promise(BLOB.digest()).isEmpty());
    assertRefused(ErrorCode.BLOB_UNKNOWN, () -> blobs.withdraw(BLOB.digest()));
    assertRefused(ErrorCode.BLOB_UNKNOWN, () -> blobs.delete(BLOB.digest()));
    assertFalse(test.repository("other").blobs().mount(BLOB.digest(), new RepositoryName("app")));
    assertFalse(test.repository("other").blobs().mount(BLOB.digest()));
  }

  @Test
  void it_is_gone_for_everybody_before_and_after_a_gc() throws IOException {
    assertGone();
    assertEquals(0, test.gc().links());
    assertGone();
    assertEquals(List.of(), test.findings());
  }

  @Test
  void what_would_come_to_need_it_is_refused() throws IOException {
    test.upload("app", OTHER.children().getFirst());
    assertRefused(ErrorCode.MANIFEST_BLOB_UNKNOWN, () -> test.put("app", OTHER, "s"));
    assertRefused(ErrorCode.MANIFEST_BLOB_UNKNOWN, () -> test.put("app", IMAGE, "s"));
  }

  @Test
  void what_needs_it_keeps_it_and_gc_takes_it_then() throws IOException {
    test.gc();
    test.tag("app", IMAGE.digest(), "s");
    test.repository("app").manifests().delete(IMAGE.digest());
    long before = test.gc().files();
    assertTrue(before >= 2, before + " files");
  }

  @Test
  void an_upload_brings_it_back() throws IOException {
    test.upload("app", BLOB);
    test.push("app", OTHER, "s");
    test.gc();
    assertTrue(blobs.find(BLOB.digest()).isPresent());
  }

  @Test
  void a_mount_brings_it_back_from_where_it_still_is() throws IOException {
    test.push("other", OTHER, "t");
    assertTrue(blobs.mount(BLOB.digest()));
    assertTrue(blobs.find(BLOB.digest()).isPresent());
  }

  @Test
  void an_import_brings_it_back() throws IOException {
    test.load(new SampleSource(IMAGE), IMAGE, "app:t");
    assertTrue(blobs.find(BLOB.digest()).isPresent());
  }

  @Test
  void it_is_not_passed_on_with_what_needs_it() throws IOException {
    try (Import load = test.store().beginImport()) {
      Copier copier = new Copier(test.repository("app").source(), load, true);
      var name = ImageReference.parse("other:t");
      OciException refusal =
          assertThrows(OciException.class, () -> copier.copy(IMAGE.descriptor(), name));
      assertTrue(refusal.getMessage().contains("was deleted from repository app"));
    }
  }

  @Test
  void a_blob_that_nothing_needs_goes_with_the_next_gc() throws IOException {
    test.upload("app", Sample.layer("unneeded"));
    blobs.withdraw(Sample.layer("unneeded").digest());
    assertTrue(blobs.find(Sample.layer("unneeded").digest()).isEmpty());
    assertEquals(1, Gc.execute(test.store(), GcPolicy.USUAL).files());
  }
}
