package nscr.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
    try (Stream<Path> files = Files.list(directory)) {
      long tables = files.filter(file -> file.toString().endsWith(".sst")).count();
      assertTrue(tables <= 20, tables + " files");
    }
    try (RocksIndexBackend index = RocksIndexBackend.open(directory)) {
      assertEquals(80, index.scan("first ", "first!", 100).size());
    }
  }
}
