package nscr.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is lost on disk is told: an index never answers with less, or other, than was committed.
class RocksDamageTest {
  private static final int ENTRIES = 200;
  private static final int FLIPS = 8;

  @TempDir Path directory;

  IndexBackend open() throws IOException {
    return RocksIndexBackend.open(directory);
  }

  /// Has what is in the log moved into a table.
  private void move() throws IOException {
    RocksIndexBackend.open(directory).close();
  }

  /// An index all of which is in the log, the way a process that was killed leaves it, too.
  private List<Entry> fill() throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (IndexBackend index = RocksIndexBackend.open(directory)) {
      for (int i = 0; i < ENTRIES; i++) {
        Entry entry = new Entry("k " + (1000 + i), Bytes.ofText("value ".repeat(200) + i));
        Optional<Bytes> value = Optional.of(entry.value());
        assertTrue(index.commit(new Batch(Map.of(), Map.of(entry.key(), value))));
        entries.add(entry);
      }
    }
    return entries;
  }

  private List<Entry> read() throws IOException {
    try (IndexBackend index = open()) {
      return index.scan("", "~", 10 * ENTRIES);
    }
  }

  private Path any(String pattern) throws IOException {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, pattern)) {
      return found.iterator().next();
    }
  }

  private Path only(String pattern) throws IOException {
    Path file = any(pattern);
    assertTrue(Files.size(file) > 0, file + " is empty");
    return file;
  }

  private void assertDamaged(String what) {
    DamagedIndexException damage = assertThrows(DamagedIndexException.class, this::read, what);
    assertTrue(damage.getMessage().contains("nscr check"), damage.getMessage());
    assertThrows(DamagedIndexException.class, this::read, what + ", opened again");
  }

  /// Flips bits of `file`, one at a time, and puts each back.
  private void flip(Path file, List<Entry> entries) throws IOException {
    long seed = System.nanoTime();
    System.out.println("flips in " + file.getFileName() + ": seed " + seed);
    Random random = new Random(seed);
    Map<Path, byte[]> before = contents();
    byte[] content = before.get(file);
    for (int i = 0; i < FLIPS; i++) {
      int at = content.length / 8 + random.nextInt(content.length / 2);
      byte[] damaged = content.clone();
      damaged[at] ^= (byte) (1 << random.nextInt(8));
      Files.write(file, damaged);
      assertDamaged("byte " + at + " of " + content.length);
      restore(before);
    }
    assertEquals(entries, read());
  }

  private Map<Path, byte[]> contents() throws IOException {
    Map<Path, byte[]> contents = new HashMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        contents.put(file, Files.readAllBytes(file));
      }
    }
    return contents;
  }

  private void restore(Map<Path, byte[]> contents) throws IOException {
    for (Path file : contents().keySet()) {
      Files.delete(file);
    }
    for (var file : contents.entrySet()) {
      Files.write(file.getKey(), file.getValue());
    }
  }

  @Test
  void aFlippedBitInTheLogIsDamage() throws IOException {
    List<Entry> entries = fill();
    flip(only("*.log"), entries);
  }

  @Test
  void aFlippedBitInATableIsDamage() throws IOException {
    List<Entry> entries = fill();
    move();
    flip(only("*.sst"), entries);
  }

  @Test
  void anythingElseIsStillReadWhenATableIsDamaged() throws IOException {
    List<Entry> entries = fill();
    move();
    Path table = only("*.sst");
    byte[] content = Files.readAllBytes(table);
    content[10] ^= 1;
    Files.write(table, content);
    try (IndexBackend index = open()) {
      Entry last = entries.getLast();
      assertEquals(Optional.of(last.value()), index.get(last.key()));
      assertThrows(DamagedIndexException.class, () -> index.get(entries.getFirst().key()));
      assertThrows(DamagedIndexException.class, () -> index.scan("", "~", 1));
      Batch batch =
          new Batch(
              Map.of(entries.getFirst().key(), Optional.empty()), Map.of("a", Optional.empty()));
      assertThrows(DamagedIndexException.class, () -> index.commit(batch));
    }
  }

  @Test
  void aMissingFileIsDamage() throws IOException {
    fill();
    move();
    Map<Path, byte[]> before = contents();
    for (List<String> patterns :
        List.of(
            List.of("*.sst"),
            List.of("*.log"),
            List.of("CURRENT"),
            List.of("MANIFEST-*"),
            List.of("CURRENT", "MANIFEST-*"))) {
      for (String pattern : patterns) {
        Files.delete(any(pattern));
      }
      assertDamaged(patterns.toString());
      restore(before);
    }
  }

  @Test
  void aTornEndOfTheLogLosesOnlyWhatWasNeverAcknowledged() throws IOException {
    List<Entry> entries = fill();
    Path log = only("*.log");
    byte[] content = Files.readAllBytes(log);
    Files.write(log, Arrays.copyOf(content, content.length - 3));
    assertEquals(entries.subList(0, ENTRIES - 1), read());
  }

  @Test
  void anEmptyOrHalfMadeDirectoryIsANewIndex() throws IOException {
    Files.writeString(directory.resolve("LOCK"), "");
    Files.writeString(directory.resolve("MANIFEST-000001"), "");
    assertEquals(List.of(), read());
  }
}
