package nscr.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What every index backend does, wherever it keeps its entries.
abstract class IndexBackendContract {
  static final Optional<Bytes> ABSENT = Optional.empty();

  @TempDir private Path temporary;
  IndexBackend index;

  /// A new index with nothing in it.
  abstract IndexBackend open() throws IOException;

  /// Where a checkpoint may be made.
  Path besideIndex() {
    return temporary;
  }

  @BeforeEach
  void openIndex() throws IOException {
    index = open();
  }

  @AfterEach
  void closeIndex() throws IOException {
    index.close();
  }

  static Optional<Bytes> value(String text) {
    return Optional.of(Bytes.ofText(text));
  }

  static void put(IndexBackend index, String key, String value) throws IOException {
    assertTrue(index.commit(new Batch(Map.of(), Map.of(key, value(value)))));
  }

  static void remove(IndexBackend index, String key) throws IOException {
    assertTrue(index.commit(new Batch(Map.of(), Map.of(key, ABSENT))));
  }

  static List<String> keys(List<Entry> entries) {
    return entries.stream().map(Entry::key).toList();
  }

  @Test
  void aNewIndexIsEmpty() throws IOException {
    assertEquals(ABSENT, index.get("a"));
    assertEquals(List.of(), index.scan("", "~", 10));
  }

  @Test
  void whatWasCommittedIsReadAndScanned() throws IOException {
    put(index, "a", "1");
    put(index, "b", "2");
    put(index, "a", "3");
    assertEquals(value("3"), index.get("a"));
    assertEquals(
        List.of(new Entry("a", Bytes.ofText("3")), new Entry("b", Bytes.ofText("2"))),
        index.scan("", "~", 10));
  }

  @Test
  void whatWasRemovedIsGoneAndMayBeRemovedAgain() throws IOException {
    put(index, "a", "1");
    put(index, "b", "2");
    remove(index, "a");
    remove(index, "a");
    assertEquals(ABSENT, index.get("a"));
    assertEquals(List.of("b"), keys(index.scan("", "~", 10)));
  }

  @Test
  void anEmptyValueIsNotAnAbsentOne() throws IOException {
    put(index, "a", "");
    assertEquals(value(""), index.get("a"));
    assertEquals(List.of(new Entry("a", Bytes.ofText(""))), index.scan("", "~", 10));
    assertFalse(index.commit(new Batch(Map.of("a", ABSENT), Map.of("b", value("")))));
    assertTrue(index.commit(new Batch(Map.of("a", value("")), Map.of("a", ABSENT))));
  }

  @Test
  void valuesOfEightMebibytesAreKeptAndExpected() throws IOException {
    byte[] content = new byte[8 << 20];
    new Random(8).nextBytes(content);
    Optional<Bytes> large = Optional.of(Bytes.of(content));
    content[content.length - 1] ^= 1;
    Optional<Bytes> other = Optional.of(Bytes.of(content));

    assertTrue(index.commit(new Batch(Map.of(), Map.of("a", large, "b", other))));
    assertEquals(large, index.get("a"));
    assertEquals(
        List.of(large, other),
        index.scan("a", "c", 10).stream().map(entry -> Optional.of(entry.value())).toList());
    assertFalse(index.commit(new Batch(Map.of("a", other), Map.of("a", ABSENT))));
    assertTrue(index.commit(new Batch(Map.of("a", large), Map.of("a", ABSENT))));
  }

  @Test
  void keysAreOrderedByTheirBytes() throws IOException {
    List<String> ordered =
        List.of(
            "",
            "\0",
            " ",
            "app",
            "app\0",
            "app ",
            "app 1",
            "app!",
            "app-x 1",
            "app.x 1",
            "app/x 1",
            "app0 1",
            "appA 1",
            "app_ 1",
            "appa 1",
            "app~",
            "app\u007f",
            "b");
    List<String> shuffled = new ArrayList<>(ordered);
    Collections.shuffle(shuffled, new Random(1));
    for (String key : shuffled) {
      put(index, key, key);
    }
    assertEquals(ordered, keys(index.scan("", "c", 100)));
    assertEquals(List.of("app ", "app 1"), keys(index.scan("app ", "app!", 100)));
    assertEquals(value("\0"), index.get("\0"));
  }

  @Test
  void aScanStartsAtFromAndEndsBeforeTo() throws IOException {
    for (String key : List.of("a", "b", "c", "d")) {
      put(index, key, key);
    }
    assertEquals(List.of("b", "c"), keys(index.scan("b", "d", 10)));
    assertEquals(List.of("c", "d"), keys(index.scan("b\0", "d\0", 10)));
    assertEquals(List.of(), index.scan("e", "f", 10));
    assertEquals(List.of(), index.scan("b", "b", 10));
    assertEquals(List.of(), index.scan("c", "a", 10));
  }

  @Test
  void aScanEndsAtItsLimitAndGoesOnFromThere() throws IOException {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      all.add("k " + (char) ('a' + i));
      put(index, all.getLast(), "");
    }
    assertEquals(List.of(), index.scan("k ", "k!", 0));
    assertEquals(all, keys(index.scan("k ", "k!", Integer.MAX_VALUE)));
    List<String> paged = new ArrayList<>();
    for (String from = "k "; paged.size() < all.size(); from = paged.getLast() + '\0') {
      List<String> page = keys(index.scan(from, "k!", 10));
      assertEquals(Math.min(10, all.size() - paged.size()), page.size());
      paged.addAll(page);
    }
    assertEquals(all, paged);
  }

  @Test
  void aCommitWithABrokenExpectationWritesNothing() throws IOException {
    put(index, "present", "1");
    Map<String, Optional<Bytes>> write = Map.of("present", value("2"), "new", value("2"));
    for (Map<String, Optional<Bytes>> broken :
        List.of(
            Map.of("present", ABSENT),
            Map.of("present", value("")),
            Map.of("present", value("11")),
            Map.of("present", value("0")),
            Map.of("absent", value("")),
            Map.of("absent", value("1")),
            Map.of("present", value("1"), "absent", value("1")),
            Map.of("present", value("0"), "absent", ABSENT))) {
      assertFalse(index.commit(new Batch(broken, write)), broken.toString());
      assertFalse(index.commit(new Batch(broken, Map.of())), broken.toString());
    }
    assertEquals(List.of(new Entry("present", Bytes.ofText("1"))), index.scan("", "~", 10));
  }

  @Test
  void aCommitWhoseExpectationsHoldWritesAll() throws IOException {
    put(index, "a", "1");
    put(index, "b", "1");
    Map<String, Optional<Bytes>> expect = Map.of("a", value("1"), "x", ABSENT);
    assertTrue(index.commit(new Batch(expect, Map.of())), "nothing to write");
    assertTrue(
        index.commit(new Batch(expect, Map.of("a", value("2"), "b", ABSENT, "x", value("2")))));
    assertEquals(
        List.of(new Entry("a", Bytes.ofText("2")), new Entry("x", Bytes.ofText("2"))),
        index.scan("", "~", 10));
  }

  @Test
  void aKeyMayBeExpectedAndWritten() throws IOException {
    Batch once = new Batch(Map.of("a", ABSENT), Map.of("a", value("1")));
    assertTrue(index.commit(once));
    assertFalse(index.commit(once));
    Batch change = new Batch(Map.of("a", value("1")), Map.of("a", value("2")));
    assertTrue(index.commit(change));
    assertFalse(index.commit(change));
    assertTrue(index.commit(new Batch(Map.of("a", value("2")), Map.of("a", ABSENT))));
    assertEquals(ABSENT, index.get("a"));
  }

  @Test
  void aBatchKeepsWhatItWasMadeOf() throws IOException {
    byte[] bytes = {1};
    Map<String, Optional<Bytes>> write = new HashMap<>(Map.of("a", Optional.of(Bytes.of(bytes))));
    Batch batch = new Batch(Map.of(), write);
    write.put("b", value(""));
    bytes[0] = 2;
    assertTrue(index.commit(batch));
    index.get("a").orElseThrow().toArray()[0] = 3;
    assertEquals(List.of(new Entry("a", Bytes.of(new byte[] {1}))), index.scan("", "~", 10));
  }

  @Test
  void keysThatAreNotAsciiAreRefused() {
    for (String key : List.of("\u0080", "a\u00e4", "\uffff")) {
      Map<String, Optional<Bytes>> some = Map.of(key, ABSENT);
      assertThrows(IllegalArgumentException.class, () -> new Batch(some, Map.of()));
      assertThrows(IllegalArgumentException.class, () -> new Batch(Map.of(), some));
      assertThrows(IllegalArgumentException.class, () -> index.get(key));
      assertThrows(IllegalArgumentException.class, () -> index.scan(key, "~", 1));
      assertThrows(IllegalArgumentException.class, () -> index.scan(key, key + "b", 1));
      assertThrows(IllegalArgumentException.class, () -> index.scan("", key, 1));
    }
  }

  @Test
  void aCheckpointHoldsWhatWasCommittedBeforeAndNothingElse() throws IOException {
    for (int i = 0; i < 100; i++) {
      put(index, "k " + i, "1");
    }
    remove(index, "k 7");
    List<Entry> before = index.scan("", "~", 1000);
    Path first = besideIndex().resolve("checkpoint-1");
    Path second = besideIndex().resolve("checkpoint-2");
    index.checkpoint(first);
    put(index, "k 8", "2");
    put(index, "new", "2");
    index.checkpoint(second);
    List<Entry> after = index.scan("", "~", 1000);
    index.close();
    assertEquals(before, entries(first));
    assertEquals(after, entries(second));
    // It is an index like any other.
    try (IndexBackend opened = RocksIndexBackend.open(first)) {
      put(opened, "k 8", "3");
    }
    assertEquals(after, entries(second));
  }

  private static List<Entry> entries(Path checkpoint) throws IOException {
    try (IndexBackend opened = RocksIndexBackend.openReadOnly(checkpoint)) {
      return opened.scan("", "~", 1000);
    }
  }

  @Test
  void aCheckpointOverwritesNothing() throws IOException {
    Path taken = Files.createDirectory(besideIndex().resolve("checkpoint-1"));
    assertThrows(FileAlreadyExistsException.class, () -> index.checkpoint(taken));
    put(index, "a", "1");
  }

  @Test
  void aClosedIndexRefusesEverythingButClosing() throws IOException {
    put(index, "a", "1");
    index.close();
    index.close();
    assertThrows(IOException.class, () -> index.get("a"));
    assertThrows(IOException.class, () -> index.scan("", "~", 10));
    assertThrows(IOException.class, () -> index.scan("b", "a", 10));
    assertThrows(IOException.class, () -> put(index, "a", "2"));
    assertThrows(IOException.class, () -> index.commit(new Batch(Map.of(), Map.of())));
    assertThrows(IOException.class, () -> index.checkpoint(besideIndex().resolve("checkpoint-1")));
  }

  @Test
  void noUpdateOfManyThreadsIsLost() throws Exception {
    Race.counters(index);
  }

  @Test
  void whatWasCommittedIsSeenByWhoeverReadsLater() throws Exception {
    Race.readersOfFew(index);
  }

  @Test
  void everyScanSeesOneMoment() throws Exception {
    Race.transfers(index);
  }

  @Test
  void closingWaitsForCallsUnderWay() throws Exception {
    Race.close(index);
  }
}
