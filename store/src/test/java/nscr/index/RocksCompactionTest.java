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
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.MutableColumnFamilyOptions;
import org.rocksdb.RocksDB;

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

  /// The list of files as the waiting process sees it, each time it looks. Of a database nothing
  /// else is asked here.
  private static final class Heap extends RocksDB {
    private final IntUnaryOperator files;
    private int looks;

    /// @param files how many there are at the first look, the second and so on, counted from 0
    Heap(IntUnaryOperator files) {
      super(0);
      this.files = files;
    }

    @Override
    public String getProperty(String property) {
      assertEquals("rocksdb.num-files-at-level0", property);
      return Integer.toString(files.applyAsInt(looks++));
    }

    @Override
    public void setOptions(MutableColumnFamilyOptions options) {
      assertTrue(options.toString().contains("disable_auto_compactions=false"));
    }
  }

  @Test
  void who_has_begun_to_put_a_large_heap_in_order_closes_when_that_is_done() throws IOException {
    RocksDB.loadLibrary();
    Heap heap = new Heap(look -> look < 10 ? 16 : 15);
    try (RocksSettings settings = new RocksSettings()) {
      settings.compact(false);
      RocksCompaction compaction = new RocksCompaction(settings, heap);
      compaction.await(heap);
      assertEquals(1, heap.looks, "waited for what it has not begun");
      assertTrue(compaction.isDue());
      compaction.begin(heap);
      compaction.await(heap);
      assertEquals(11, heap.looks);
    }
  }

  @Test
  void a_heap_that_stays_large_is_waited_for_for_a_minute() throws IOException {
    RocksDB.loadLibrary();
    // Each look takes ten seconds.
    Heap heap = new Heap(_ -> 16);
    try (RocksSettings settings = new RocksSettings()) {
      settings.compact(false);
      RocksCompaction compaction =
          new RocksCompaction(settings, heap, () -> heap.looks * 10_000_000_000L);
      compaction.begin(heap);
      compaction.await(heap);
      assertEquals(7, heap.looks);
    }
  }

  @Test
  void a_small_heap_is_not_waited_for() throws IOException {
    RocksDB.loadLibrary();
    Heap heap = new Heap(look -> look == 0 ? 15 : 16);
    try (RocksSettings settings = new RocksSettings()) {
      settings.compact(false);
      RocksCompaction compaction = new RocksCompaction(settings, heap);
      compaction.wrote(4 << 20);
      assertTrue(compaction.isDue());
      compaction.begin(heap);
      compaction.await(heap);
      assertEquals(1, heap.looks);
    }
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
