package nscr.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nscr.blob.StagedName;
import nscr.content.Progress;
import nscr.index.Batch;
import nscr.index.Bytes;
import nscr.index.Entry;
import nscr.store.TestStore;
import org.junit.jupiter.api.Test;

/// Nothing is found in a sound store; and nothing can be lost from one without being found.
class CheckTest {

  @Test
  void nothingIsFoundInASoundStore() throws IOException {
    try (TestStore test = new TestStore()) {
      Example.fill(test);
      assertEquals(List.of(), test.findings());
      test.gc();
      assertEquals(List.of(), test.findings());
    }
  }

  @Test
  void nothingIsFoundInAnEmptyStore() throws IOException {
    try (TestStore test = new TestStore()) {
      assertEquals(List.of(), test.findings());
    }
  }

  @Test
  void theReportCounts() throws IOException {
    try (TestStore test = new TestStore()) {
      test.push("app", Example.ONE, "one", "1");
      test.push("mirror/app", Example.ONE, "one");
      test.store().beginImport();
      test.blobs().stage(new StagedName("of-no-upload")).close();
      CheckReport report = Check.run(test.store(), false, Progress.NONE, _ -> {});
      long bytes = Example.ONE.children().stream().mapToLong(c -> c.content().length).sum();
      assertEquals(new CheckReport(2, 2, 3, 3, bytes, 3, 1, 1, 1, 6, 0), report);
    }
  }

  @Test
  void aDeepCheckReadsEveryByte() throws IOException {
    try (TestStore test = new TestStore()) {
      test.push("app", Example.BOTH, "both");
      List<String> begun = new ArrayList<>();
      long[] read = {0};
      Progress progress =
          new Progress() {
            @Override
            public void begin(String what, long bytes) {
              begun.add(what + " " + bytes);
            }

            @Override
            public void advance(long bytes) {
              read[0] += bytes;
            }
          };
      long bytes = Check.run(test.store(), true, progress, _ -> {}).bytes();
      assertEquals(List.of("rows -1", "files -1", "blobs " + bytes), begun);
      assertEquals(bytes, read[0]);
    }
  }

  /// A row that cannot be read is found once, where it stands, and what hangs on it is not.
  @Test
  void everyRowThatCannotBeReadIsFound() throws IOException {
    TestStore test = new TestStore();
    Example.fill(test);
    for (Entry entry : entries(test)) {
      List<String> found = foundWhen(test, entry.key(), Optional.of(Bytes.ofText("?")));
      assertEquals("row " + entry.key(), found.getFirst());
      // What is under review may look as if it were not, when the review cannot be read.
      assertEquals(
          List.of(),
          found.stream()
              .skip(1)
              .filter(other -> !(entry.key().startsWith("q ") && other.startsWith("queue ")))
              .toList(),
          entry.key());
    }
    test.close();
  }

  /// Only uploads, facts, and reviews of what is needed anyway may be missing.
  @Test
  void everyRowThatIsMissingIsFound() throws IOException {
    TestStore test = new TestStore();
    Example.fill(test);
    List<String> missed = new ArrayList<>();
    for (Entry entry : entries(test)) {
      if (foundWhen(test, entry.key(), Optional.empty()).isEmpty()) {
        missed.add(entry.key());
      }
    }
    assertFalse(missed.isEmpty());
    for (String key : missed) {
      assertEquals(true, key.matches("[qux] .*"), key);
    }
    test.close();
  }

  private static List<Entry> entries(TestStore test) throws IOException {
    return test.index().scan("", "~", Integer.MAX_VALUE);
  }

  /// What is found while a key has another value: rules and subjects.
  private static List<String> foundWhen(TestStore test, String key, Optional<Bytes> value)
      throws IOException {
    Optional<Bytes> before = test.index().get(key);
    test.index().commit(new Batch(Map.of(), Map.of(key, value)));
    List<String> found =
        test.findings().stream().map(f -> f.rule() + " " + f.subject()).distinct().toList();
    test.index().commit(new Batch(Map.of(), Map.of(key, before)));
    return found;
  }
}
