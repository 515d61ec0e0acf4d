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
import nscr.blob.FileBlobBackend;
import nscr.store.Store;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server whose store fails as nobody foresaw.
class BrokenStoreTest {
  @TempDir Path directory;

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
    FailingIndex index = new FailingIndex();
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
        index.fail(FailingIndex.Call.GET, failure);
        var answer = served.get("/v2/app/manifests/v1");
        assertEquals("500 UNKNOWN", refusal(answer));
        assertFalse(text(answer).contains("of the"), text(answer));
        assertEquals(++failures, awaitGets(log, failures));
      }
      index.mend();
      assertEquals(200, served.get("/v2/app/manifests/v1").statusCode());
      assertTrue(text(served.get("/metrics")).contains("nscr_http_requests_running 1.0"));
    }
  }
}
