package nscr.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/// What a crash leaves is opened, even if it looks like damage; damage is not, even if it looks
/// like a crash.
class RocksOpeningTest {
  private static final int SMALL = 200;
  private static final int LARGE = 100_000;
  private static final int PAGE = 4 << 10;
  private static final int LOG_BLOCK = 32 << 10;

  @TempDir Path directory;

  /// Makes an index of small entries and one that takes many pages, and several blocks, of the log.
  ///
  /// @return how long the log is before the large one, nearly
  private int fill(boolean goOn) throws IOException {
    try (IndexBackend index = RocksIndexBackend.open(directory.resolve("index"))) {
      putSmall(index, "before ");
      int start = (int) Files.size(log("index"));
      put(index, "large", LARGE);
      if (goOn) {
        putSmall(index, "behind ");
      }
      return start;
    }
  }

  private static void putSmall(IndexBackend index, String prefix) throws IOException {
    for (int i = 0; i < SMALL; i++) {
      put(index, prefix + i, 300);
    }
  }

  private static void put(IndexBackend index, String key, int size) throws IOException {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    Optional<Bytes> value = Optional.of(Bytes.of(content));
    assertTrue(index.commit(new Batch(Map.of(), Map.of(key, value))));
  }

  private Path log(String name) throws IOException {
    try (DirectoryStream<Path> logs =
        Files.newDirectoryStream(directory.resolve(name), "[0-9]*.log")) {
      return logs.iterator().next();
    }
  }

  /// Logs whose large entry was written in part: not the end, not what is behind its first page,
  /// not a page in the middle, not its beginning, not where a part of it begins.
  private static List<byte[]> torn(byte[] log, int start) {
    int page = (start / PAGE + 1) * PAGE;
    int block = (start / LOG_BLOCK + 1) * LOG_BLOCK;
    return List.of(
        cleared(log, start + LARGE / 2, start + LARGE),
        cleared(log, page, start + LARGE),
        cleared(log, page + PAGE, page + 2 * PAGE),
        cleared(log, start, page),
        cleared(log, block, block + PAGE));
  }

  private static byte[] cleared(byte[] content, int from, int to) {
    byte[] cleared = content.clone();
    Arrays.fill(cleared, from, to, (byte) 0);
    return cleared;
  }

  /// A copy of the index with this log, opened: what is in it.
  private List<Entry> readCopy(String name, byte[] log) throws IOException {
    Path copy = Files.createDirectory(directory.resolve(name));
    try (Stream<Path> files = Files.list(directory.resolve("index"))) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    Files.write(log(name), log);
    try (IndexBackend index = RocksIndexBackend.open(copy)) {
      return index.scan("", "~", 10 * SMALL);
    }
  }

  @Test
  void aTornWriteAtTheEndOfTheLogIsDropped() throws IOException {
    int start = fill(false);
    byte[] log = Files.readAllBytes(log("index"));
    List<Entry> all = readCopy("whole", log);
    assertEquals(SMALL + 1, all.size());
    assertEquals(all.subList(0, SMALL), readCopy("cut", Arrays.copyOf(log, start + LARGE / 2)));
    int n = 0;
    for (byte[] torn : torn(log, start)) {
      assertEquals(all.subList(0, SMALL), readCopy("torn " + n++, torn));
    }
  }

  @Test
  void theSameIsDamageWhenSomethingWholeFollows() throws IOException {
    int start = fill(true);
    byte[] log = Files.readAllBytes(log("index"));
    assertEquals(2 * SMALL + 1, readCopy("whole", log).size());
    int n = 0;
    for (byte[] torn : torn(log, start)) {
      String name = "torn " + n++;
      assertThrows(DamagedIndexException.class, () -> readCopy(name, torn), name);
      Files.write(log(name), log);
      try (IndexBackend index = RocksIndexBackend.open(directory.resolve(name))) {
        assertEquals(2 * SMALL + 1, index.scan("", "~", 10 * SMALL).size(), "nothing was changed");
      }
    }
  }

  @Test
  void anIndexWhoseMakingWasBrokenOffIsMadeNew() throws IOException {
    Path index = Files.createDirectory(directory.resolve("index"));
    RocksDB.loadLibrary();
    Path obstacle = Files.createFile(index.resolve("000009.log"));
    try (RocksSettings settings = new RocksSettings()) {
      assertThrows(
          RocksDBException.class, () -> RocksDB.open(settings.options(), index.toString()));
    }
    Files.delete(obstacle);
    assertEquals("MANIFEST-000001\n", Files.readString(index.resolve("CURRENT")));
    try (IndexBackend made = RocksIndexBackend.open(index)) {
      put(made, "a", 1);
    }
  }
}
