package nscr.server;

import static nscr.server.Served.refusal;
import static nscr.server.Served.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import nscr.blob.FileBlobBackend;
import nscr.index.Batch;
import nscr.index.Bytes;
import nscr.index.Entry;
import nscr.index.IndexBackend;
import nscr.index.MemoryIndexBackend;
import nscr.store.Store;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server whose store fails as nobody foresaw.
class BrokenStoreTest {
  @TempDir Path directory;

  /// An index that fails when it is told to.
  private static final class Breaking implements IndexBackend {
    private final IndexBackend index = new MemoryIndexBackend();
    private volatile Optional<Throwable> failure = Optional.empty();

    @Override
    public Optional<Bytes> get(String key) throws IOException {
      switch (failure.orElse(null)) {
        case null -> {}
        case IOException e -> throw e;
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        default -> throw new IllegalArgumentException();
      }
      return index.get(key);
    }

    @Override
    public List<Entry> scan(String from, String to, int limit) throws IOException {
      return index.scan(from, to, limit);
    }

    @Override
    public boolean commit(Batch batch) throws IOException {
      return index.commit(batch);
    }

    @Override
    public void checkpoint(Path made) throws IOException {
      index.checkpoint(made);
    }

    @Override
    public void close() throws IOException {
      index.close();
    }
  }

  /// How many requests for manifests were logged, once there are so many. A line is written when
  /// the client may have its answer already.
  private static long awaitGets(List<LoggedRequest> log, int expected) throws Exception {
    long count = 0;
    for (int tries = 0; tries < 1000; tries++) {
      count =
          List.copyOf(log).stream()
              .filter(line -> line.outcome().endpoint().equals("GetManifest"))
              .count();
      if (count >= expected) {
        break;
      }
      Thread.sleep(10);
    }
    return count;
  }

  @Test
  void a_fault_is_answered_in_the_specs_form_and_told_of_once() throws Exception {
    List<LoggedRequest> log = Collections.synchronizedList(new ArrayList<>());
    Breaking index = new Breaking();
    Store store = Store.over(index, new FileBlobBackend(directory), InstantSource.system());
    var settings = Served.SOMEWHERE.withLog(log::add);
    try (Served served = new Served(store, settings)) {
      byte[] manifest = served.image("app", "layer");
      assertEquals(201, served.put("app", "v1", manifest).statusCode());
      int failures = 0;
      for (Throwable failure :
          List.of(
              new IOException("of the disk"),
              new IllegalStateException("of the program"),
              new StackOverflowError("of the machine"))) {
        index.failure = Optional.of(failure);
        var answer = served.get("/v2/app/manifests/v1");
        assertEquals("500 UNKNOWN", refusal(answer));
        assertFalse(text(answer).contains("of the"), text(answer));
        assertEquals(++failures, awaitGets(log, failures));
      }
      index.failure = Optional.empty();
      assertEquals(200, served.get("/v2/app/manifests/v1").statusCode());
      assertTrue(text(served.get("/metrics")).contains("nscr_http_requests_running 1.0"));
    }
  }
}
