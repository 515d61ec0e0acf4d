package nscr.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OverlayIndexBackendTest extends IndexBackendContract {
  private final MemoryIndexBackend base = new MemoryIndexBackend();

  @Override
  IndexBackend open() {
    return new OverlayIndexBackend(base);
  }

  @Test
  void whatIsHiddenBelowIsNotSeenAndAllElseIs() throws IOException {
    for (String key : List.of("a", "q 1", "q 2", "q 3", "r")) {
      put(base, key, "below");
    }
    IndexBackend half = new OverlayIndexBackend(base, "q ");
    put(half, "q 2", "above");
    put(half, "q 4", "above");
    for (int limit = 1; limit < 6; limit++) {
      List<String> all = List.of("a", "q 2", "q 4", "r");
      assertEquals(all.subList(0, Math.min(limit, all.size())), keys(half.scan("", "~", limit)));
    }
    assertEquals(List.of("q 2"), keys(half.scan("q 1", "q 4", 10)));
    assertEquals(List.of("q 4", "r"), keys(half.scan("q 3", "~", 10)));
    assertEquals(Optional.empty(), half.get("q 1"));
    assertEquals(value("above"), half.get("q 2"));
    assertTrue(half.commit(new Batch(Map.of("q 1", Optional.empty()), Map.of())));
  }

  @Test
  void whatIsBelowIsSeenAndNeverChanged() throws IOException {
    for (String key : List.of("a", "c", "e", "g")) {
      put(base, key, "below");
    }
    remove(index, "c");
    put(index, "d", "above");
    put(index, "e", "above");
    assertEquals(
        List.of("a below", "d above", "e above", "g below"),
        index.scan("", "~", 10).stream()
            .map(entry -> entry.key() + " " + entry.value().text())
            .toList());
    for (int limit = 1; limit < 5; limit++) {
      assertEquals(List.of("a", "d", "e", "g").subList(0, limit), keys(index.scan("", "~", limit)));
    }
    assertFalse(index.commit(new Batch(Map.of("c", value("below")), Map.of())));
    assertTrue(index.commit(new Batch(Map.of("a", value("below")), Map.of())));
    index.close();
    assertEquals(List.of("a", "c", "e", "g"), keys(base.scan("", "~", 10)));
    assertEquals(value("below"), base.get("e"));
  }

  @Test
  void whateverIsWrittenItReadsAsAnIndexOfItsOwn() throws IOException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      try (MemoryIndexBackend below = new MemoryIndexBackend();
          MemoryIndexBackend model = new MemoryIndexBackend();
          IndexBackend half = new OverlayIndexBackend(below, "q ")) {
        for (int n = random.nextInt(30); n > 0; n--) {
          String key = key(random);
          put(below, key, "below");
          if (!key.startsWith("q ")) {
            put(model, key, "below");
          }
        }
        for (int n = random.nextInt(40); n > 0; n--) {
          Optional<Bytes> value = random.nextBoolean() ? value("above " + n) : Optional.empty();
          Batch change = new Batch(Map.of(key(random), value), Map.of());
          half.commit(change);
          model.commit(change);
          String from = random.nextBoolean() ? key(random) : "";
          String to = random.nextBoolean() ? key(random) : "~";
          int limit = 1 + random.nextInt(12);
          assertEquals(
              model.scan(from, to, limit), half.scan(from, to, limit), () -> "seed " + seed);
        }
      }
    }
  }

  private static String key(Random random) {
    return List.of("a ", "p ", "q ", "r ").get(random.nextInt(4)) + random.nextInt(8);
  }
}
