package nscr.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import nscr.content.Copier;
import nscr.content.Progress;
import nscr.gc.Gc;
import nscr.index.DamagedIndexException;
import nscr.oci.ImageReference;
import nscr.oci.RepositoryName;
import nscr.oci.Tag;
import nscr.store.Import;
import nscr.store.Repository;
import nscr.store.Sample;
import nscr.store.SampleSource;
import nscr.store.Store;
import nscr.store.StoreException;
import nscr.store.StoreOptions;
import nscr.store.StoreSalvage;
import nscr.store.TestStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A store whose index is damaged or lost is opened again with what can still be read; what was
/// lost is told, no blob is deleted, and everything can be brought again.
class SalvageTest {
  private static final int IMAGES = 90;
  private static final RepositoryName APP = new RepositoryName("app");

  @TempDir Path directory;

  private final List<Sample> images = new ArrayList<>();
  private final List<String> lost = new ArrayList<>();
  private Path index;

  @BeforeEach
  void fill() throws IOException {
    index = directory.resolve("index");
    Random random = new Random(1);
    for (int n = 0; n < IMAGES; n++) {
      images.add(Sample.image("image " + random.nextLong(), Sample.layer("layer " + n)));
    }
    // In two tables and a log.
    for (int part = 0; part < 3; part++) {
      try (Store store = open()) {
        load(store, images.subList(part * IMAGES / 3, (part + 1) * IMAGES / 3));
        // What is behind a damaged part of the log tells it from a torn end.
        store.repository(APP).tags().put(images.getFirst().digest(), List.of(new Tag("behind")));
      }
    }
  }

  private Store open() throws IOException {
    return Store.open(directory, StoreOptions.of("test"));
  }

  private void load(Store store, List<Sample> some) throws IOException {
    try (Import load = store.beginImport()) {
      for (Sample image : some) {
        ImageReference name = ImageReference.of(APP, new Tag("image" + images.indexOf(image)));
        new Copier(new SampleSource(image), load, true).copy(image.descriptor(), name);
      }
      load.finish();
    }
  }

  private List<Path> files(Path of, String pattern) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(of, pattern)) {
      files.forEach(found::add);
    }
    return found.stream().sorted().toList();
  }

  private long blobFiles() throws IOException {
    long count = 0;
    for (String part : List.of("blobs", "aside")) {
      Path root = directory.resolve(part);
      if (Files.exists(root)) {
        try (Stream<Path> files = Files.walk(root)) {
          count += files.filter(Files::isRegularFile).count();
        }
      }
    }
    return count;
  }

  /// Answers how many images are whole.
  private int salvage() throws IOException {
    long before = blobFiles();
    StoreSalvage.Outcome outcome = StoreSalvage.run(directory, StoreOptions.of("test"));
    lost.addAll(outcome.report().losses());
    try (Store store = open()) {
      Repair.runAfterSalvage(store, true, Progress.NONE, new Listener());
      Gc.execute(store, TestStore.AT_ONCE);
    }
    // A second name is given to what is adopted.
    assertTrue(blobFiles() >= before, "blobs were deleted");
    try (Store store = open()) {
      int whole = whole(store);
      load(store, images);
      assertEquals(IMAGES, whole(store));
      List<Finding> findings = new ArrayList<>();
      Repair.run(store, true, Progress.NONE, new Listener());
      Check.run(store, true, Progress.NONE, findings::add);
      assertEquals(List.of(), findings);
      return whole;
    }
  }

  private final class Listener implements RepairListener {
    @Override
    public void mended(Finding what) {
      // Told to people.
    }

    @Override
    public void lost(Finding what) {
      lost.add(what.toString());
    }

    @Override
    public void left(Finding what) {
      // Found again by the check.
    }
  }

  private int whole(Store store) throws IOException {
    int whole = 0;
    Repository app = store.repository(APP);
    for (int n = 0; n < IMAGES; n++) {
      Sample image = images.get(n);
      boolean isTagged =
          app.tags()
              .find(new Tag("image" + n))
              .filter(tag -> tag.manifest().equals(image.digest()))
              .isPresent();
      boolean isThere = isTagged && app.manifests().find(image.digest()).isPresent();
      for (Sample blob : image.children()) {
        isThere &= app.blobs().find(blob.digest()).isPresent();
      }
      whole += isThere ? 1 : 0;
    }
    return whole;
  }

  private void assertDamaged() {
    StoreException.Damaged damage =
        assertThrows(StoreException.Damaged.class, () -> open().close());
    assertTrue(damage.getMessage().contains("backup"), damage.getMessage());
    assertTrue(damage.getMessage().contains("nscr check --repair"), damage.getMessage());
  }

  @Test
  void nothingIsLostWithTheNameOfTheList() throws IOException {
    Files.delete(index.resolve("CURRENT"));
    assertDamaged();
    assertEquals(IMAGES, salvage());
    assertEquals(List.of(), lost);
    assertTrue(Files.isDirectory(directory.resolve("index.damaged-1")));
  }

  @Test
  void nothingIsLostWithTheListButOrder() throws IOException {
    Files.delete(files(index, "MANIFEST-*").getLast());
    Files.delete(index.resolve("CURRENT"));
    assertDamaged();
    assertEquals(IMAGES, salvage());
    assertEquals(1, lost.size(), lost.toString());
    assertTrue(lost.getFirst().contains("may be back"), lost.getFirst());
  }

  @Test
  void aTableThatIsGoneIsTold() throws IOException {
    Files.delete(files(index, "*.sst").getFirst());
    assertDamaged();
    int whole = salvage();
    assertTrue(whole >= IMAGES / 3 && whole < IMAGES, whole + " images");
    assertFalse(lost.isEmpty());
  }

  @Test
  void aLogThatIsGoneIsTold() throws IOException {
    Files.delete(files(index, "*.log").getLast());
    assertDamaged();
    assertEquals(2 * IMAGES / 3, salvage());
    assertTrue(lost.getFirst().contains("log is gone"), lost.toString());
  }

  @Test
  void aDamagedLogLosesWhatCannotBeRead() throws IOException {
    flip(files(index, "*.log").getLast(), 2);
    assertDamaged();
    int whole = salvage();
    assertTrue(whole >= 2 * IMAGES / 3 && whole < IMAGES, whole + " images");
    assertTrue(lost.getFirst().contains("part of its log"), lost.toString());
  }

  @Test
  void aDamagedBlockOfATableLosesWhatItHeld() throws IOException {
    flip(files(index, "*.sst").getFirst(), 4);
    DamagedIndexException damage =
        assertThrows(
            DamagedIndexException.class,
            () -> {
              try (Store store = open()) {
                Repair.run(store, false, Progress.NONE, new Listener());
              }
            });
    assertTrue(damage.getMessage().contains("nscr check --repair"), damage.getMessage());
    lost.clear();
    int whole = salvage();
    assertTrue(whole > IMAGES / 2, whole + " images");
    assertTrue(lost.getFirst().contains("a block of it cannot be read"), lost.toString());
  }

  @Test
  void anIndexThatIsGoneIsToldAndItsBlobsAreKept() throws IOException {
    for (Path file : files(index, "*")) {
      Files.delete(file);
    }
    Files.delete(index);
    assertDamaged();
    assertEquals(0, salvage());
    assertTrue(lost.getFirst().contains("index was gone"), lost.toString());
    assertEquals(2 * IMAGES, files(directory.resolve("aside"), "*").size());
  }

  /// As a mount point is whose disk is not mounted: to make a new index there would give every blob
  /// to gc.
  @Test
  void anIndexThatIsEmptyIsGoneToo() throws IOException {
    for (Path file : files(index, "*")) {
      if (!file.getFileName().toString().startsWith("LO")) {
        Files.delete(file);
      }
    }
    assertDamaged();
    assertEquals(0, salvage());
    assertTrue(lost.getFirst().contains("index was gone"), lost.toString());
    assertEquals(2 * IMAGES, files(directory.resolve("aside"), "*").size());
  }

  @Test
  void aStoreWithoutItsFormatIsNoDirectoryOfSomethingElse() throws IOException {
    Path format = directory.resolve("format");
    Files.delete(format);
    StoreException.Damaged damage =
        assertThrows(StoreException.Damaged.class, () -> open().close());
    String message = damage.getMessage();
    assertTrue(message.contains("its file \"format\" is gone"), message);
    Files.writeString(format, message.substring(message.lastIndexOf(": ") + 2) + "\n");
    open().close();
  }

  private static void flip(Path file, int part) throws IOException {
    byte[] content = Files.readAllBytes(file);
    content[content.length / part] ^= 1;
    Files.write(file, content);
  }
}
