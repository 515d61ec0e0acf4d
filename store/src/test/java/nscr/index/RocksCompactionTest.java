package nscr.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RocksCompactionTest {
  @TempDir private Path directory;

  @Test
  void processes_that_write_one_thing_each_do_not_heap_up_files() throws IOException {
    for (int process = 0; process < 80; process++) {
      try (RocksIndexBackend index = RocksIndexBackend.open(directory)) {
        Bytes value = Bytes.wrap(Integer.toString(process).getBytes(StandardCharsets.US_ASCII));
        assertTrue(
            index.commit(
                new Batch(
                    Map.of(),
                    Map.of("first " + process, Optional.of(value), "second", Optional.of(value)))));
      }
    }
    assertTrue(tables() <= 20, tables() + " files");
    try (RocksIndexBackend index = RocksIndexBackend.open(directory)) {
      assertEquals(80, index.scan("first ", "first!", 100).size());
    }
  }

  /// What reads alone cannot put them in order, and to wait for that would be a minute.
  @Test
  void who_only_reads_closes_at_once_whatever_the_heap() throws IOException {
    Reserve gone = new NoReserve();
    for (int process = 0; process < 20; process++) {
      try (RocksIndexBackend index = RocksIndexBackend.open(directory, gone)) {
        Bytes value = Bytes.ofText("value");
        index.commit(new Batch(Map.of(), Map.of("key " + process, Optional.of(value))));
      }
    }
    assertTrue(tables() >= 16, tables() + " files");
    RocksIndexBackend index = RocksIndexBackend.openUnwritten(directory, gone);
    assertTrue(index.get("key 3").isPresent());
    assertTimeout(Duration.ofSeconds(30), index::close);
  }

  /// That of a full disk: as long as there is none, nothing is put in order.
  private static final class NoReserve implements Reserve {
    @Override
    public boolean giveUp() {
      return false;
    }

    @Override
    public boolean isThere() {
      return false;
    }
  }

  private long tables() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".sst")).count();
    }
  }
}
