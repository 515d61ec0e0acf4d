package nscr.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RocksIndexBackendTest extends IndexBackendContract {
  @TempDir Path directory;

  @Override
  IndexBackend open() throws IOException {
    return RocksIndexBackend.open(directory);
  }

  private void reopen() throws IOException {
    index.close();
    index = open();
  }

  @Test
  void reopeningShowsEverythingThatWasCommitted() throws IOException {
    Random random = new Random(3);
    Map<String, Bytes> expected = new TreeMap<>();
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 15; i++) {
        Map<String, Optional<Bytes>> write = new TreeMap<>();
        for (int j = 0; j < 20; j++) {
          byte[] content = new byte[random.nextInt(20_000)];
          random.nextBytes(content);
          write.put("k " + random.nextInt(500), Optional.of(Bytes.of(content)));
          write.put("k " + random.nextInt(500), ABSENT);
        }
        assertTrue(index.commit(new Batch(Map.of(), write)));
        write.forEach((key, value) ->
            value.ifPresentOrElse(bytes -> expected.put(key, bytes), () -> expected.remove(key)));
      }
      reopen();
      List<Entry> entries = new ArrayList<>();
      expected.forEach((key, value) -> entries.add(new Entry(key, value)));
      assertEquals(entries, index.scan("", "~", 1000));
    }
  }

  @Test
  void reopeningShowsWhatWasAcknowledgedWhileClosing() throws Exception {
    List<String> acknowledged = Race.close(index);
    index = open();
    for (String key : acknowledged) {
      assertTrue(index.get(key).isPresent(), key);
    }
  }

  @Test
  void anOpenIndexIsNotOpenedAgain() throws IOException {
    IOException refusal = assertThrows(IOException.class, () -> RocksIndexBackend.open(directory));
    assertTrue(refusal.getMessage().endsWith("it is already open"), refusal.getMessage());
    put(index, "a", "1");
  }
}
