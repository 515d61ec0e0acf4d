package nscr.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An index that is opened for reading until something is written is like any other.
class UnwrittenIndexTest extends IndexBackendContract {
  @TempDir Path directory;

  @Override
  IndexBackend open() throws IOException {
    RocksIndexBackend.open(directory).close();
    return RocksIndexBackend.openUnwritten(directory, Reserve.NONE);
  }

  private void reopen() throws IOException {
    index.close();
    index = RocksIndexBackend.openUnwritten(directory, Reserve.NONE);
  }

  private Map<Path, Bytes> contents() throws IOException {
    Map<Path, Bytes> contents = new TreeMap<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        contents.put(file, Bytes.of(Files.readAllBytes(file)));
      }
    }
    return contents;
  }

  @Test
  void readingChangesNothingOnDisk() throws IOException {
    put(index, "a", "1");
    reopen();
    Map<Path, Bytes> before = contents();
    for (int i = 0; i < 3; i++) {
      assertEquals(value("1"), index.get("a"));
      assertEquals(List.of(new Entry("a", Bytes.ofText("1"))), index.scan("", "~", 10));
      reopen();
    }
    assertEquals(before, contents());
    put(index, "b", "2");
    assertNotEquals(before, contents());
  }

  @Test
  void whatIsWrittenAfterReadingStays() throws IOException {
    for (int i = 0; i < 20; i++) {
      assertEquals(i, index.scan("", "~", 100).size());
      assertEquals(false, index.commit(new Batch(Map.of("k 50", value("x")), Map.of())));
      put(index, "k " + (10 + i), "v");
      assertEquals(i + 1, index.scan("", "~", 100).size());
      reopen();
    }
  }

  @Test
  void aLongLogIsNotReadAgainAndAgain() throws IOException {
    for (int i = 0; i < 30; i++) {
      put(index, "k " + i, "x".repeat(20_000));
    }
    reopen();
    assertEquals(30, index.scan("", "~", 100).size());
    index.close();
    assertTrue(logBytes() < 100_000, "the log has " + logBytes() + " bytes");
    index = RocksIndexBackend.openUnwritten(directory, Reserve.NONE);
    assertEquals(30, index.scan("", "~", 100).size());
  }

  private long logBytes() throws IOException {
    long bytes = 0;
    for (var file : contents().entrySet()) {
      bytes += file.getKey().toString().endsWith(".log") ? file.getValue().length() : 0;
    }
    return bytes;
  }

  @Test
  void aNewIndexCanBeMadeByIt() throws IOException {
    Path made = directory.resolveSibling(directory.getFileName() + ".new");
    try (IndexBackend other = RocksIndexBackend.openUnwritten(made, Reserve.NONE)) {
      put(other, "a", "1");
    }
    try (IndexBackend other = RocksIndexBackend.openUnwritten(made, Reserve.NONE)) {
      assertEquals(value("1"), other.get("a"));
    }
  }

  @Test
  void afterItIsClosedNothingIsWritten() throws IOException {
    index.close();
    assertThrows(IOException.class, () -> put(index, "a", "1"));
    reopen();
    assertEquals(ABSENT, index.get("a"));
  }
}
