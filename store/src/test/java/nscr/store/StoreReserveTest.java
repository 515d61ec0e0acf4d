package nscr.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import nscr.gc.Gc;
import nscr.oci.RepositoryName;
import nscr.oci.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreReserveTest {
  private static final long MIB = 1 << 20;
  private static final RepositoryName APP = new RepositoryName("app");

  @TempDir Path directory;

  private long size = 1000 * MIB;
  private long free = 100 * MIB;

  private final StoreReserve.Disk disk =
      new StoreReserve.Disk() {
        @Override
        public long size() {
          return size;
        }

        @Override
        public long free() {
          return free;
        }
      };

  private StoreReserve reserve() {
    return new StoreReserve(directory, disk);
  }

  @Test
  void isMadeOnceWhereThereIsRoomForTwo() throws IOException {
    free = 32 * MIB - 1;
    assertFalse(reserve().make());
    free = 32 * MIB;
    assertTrue(reserve().make());
    assertEquals(16 * MIB, Files.size(directory.resolve("reserve")));
    free = 0;
    reserve().check();
  }

  @Test
  void isSmallOnASmallDisk() throws IOException {
    size = 32 * MIB;
    free = 10 * MIB;
    assertTrue(reserve().make());
    assertEquals(4 * MIB, Files.size(directory.resolve("reserve")));
  }

  @Test
  void aStoreThatIsGoneIsNotTakenForAFullDisk() {
    StoreReserve reserve = new StoreReserve(directory.resolve("moved"));
    assertThrows(StoreException.Missing.class, reserve::check);
  }

  @Test
  void nothingGrowsWhileItIsGone() throws IOException {
    StoreReserve reserve = reserve();
    reserve.check();
    free = 0;
    assertTrue(reserve.giveUp());
    assertFalse(reserve.giveUp());
    IOException full = assertThrows(IOException.class, reserve::check);
    assertTrue(full.getMessage().startsWith("No space left on device"), full.getMessage());
    assertTrue(full.getMessage().contains("nscr gc"), full.getMessage());
    assertTrue(full.getMessage().contains(directory.toString()), full.getMessage());
    free = 40 * MIB;
    reserve.check();
    assertTrue(reserve.isThere());
  }

  @Test
  void whatWasLeftOfAMakingThatWasKilledIsRoomToo() throws IOException {
    Files.writeString(directory.resolve("reserve.new"), "some");
    assertTrue(reserve().giveUp());
    assertFalse(Files.exists(directory.resolve("reserve.new")));
  }

  /// As [nscr.crash.FullDiskTest], on any disk.
  @Test
  void aStoreWithoutItTakesNothingAndGivesEverything() throws IOException {
    Sample one = Sample.image("one", Sample.layer("one"));
    try (Store store = open()) {
      push(store, one);
      Files.delete(directory.resolve("reserve"));
      free = 0;
      Repository app = store.repository(APP);
      assertFull(() -> app.blobs().upload());
      assertFull(store::beginImport);
      assertFull(() -> app.tags().put(one.digest(), List.of(new Tag("two"))));
      assertFull(() -> app.blobs().mount(one.children().getFirst().digest(), APP));
      assertFull(() -> put(app, one));
      app.tags().delete(new Tag("one"));
      app.manifests().delete(one.digest());
      Gc.execute(store, TestStore.AT_ONCE);
      free = 100 * MIB;
      push(store, one);
      assertTrue(Files.exists(directory.resolve("reserve")));
    }
  }

  @Test
  void anUploadStopsWhereItIsWhenItGoes() throws IOException {
    try (Store store = open();
        Upload upload = store.repository(APP).blobs().upload()) {
      upload.write(ByteBuffer.wrap(new byte[] {1, 2}));
      Files.delete(directory.resolve("reserve"));
      free = 0;
      assertFull(() -> upload.write(ByteBuffer.wrap(new byte[] {3})));
      assertEquals(2, upload.size());
      upload.cancel();
    }
  }

  private Store open() throws IOException {
    var options = new StoreOptions(Duration.ZERO, "test", true, InstantSource.system());
    return Store.open(directory, options, reserve());
  }

  private interface Growth {
    void run() throws IOException;
  }

  private static void assertFull(Growth growth) {
    IOException full = assertThrows(IOException.class, growth::run);
    assertTrue(full.getMessage().contains("No space left on device"), full.getMessage());
  }

  private static void put(Repository repository, Sample image) throws IOException {
    repository
        .manifests()
        .put(image.mediaType(), image.content(), Optional.empty(), List.of(new Tag("one")));
  }

  private static void push(Store store, Sample image) throws IOException {
    Repository app = store.repository(APP);
    for (Sample blob : image.children()) {
      try (Upload upload = app.blobs().upload()) {
        upload.write(ByteBuffer.wrap(blob.content()));
        upload.finish(blob.digest());
      }
    }
    put(app, image);
  }
}
