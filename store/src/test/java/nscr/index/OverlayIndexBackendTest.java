package nscr.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OverlayIndexBackendTest extends IndexBackendContract {
  private final MemoryIndexBackend base = new MemoryIndexBackend();

  @Override
  IndexBackend open() {
    return new OverlayIndexBackend(base);
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
}
