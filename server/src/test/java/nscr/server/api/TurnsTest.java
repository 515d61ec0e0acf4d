package nscr.server.api;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TurnsTest {
  /// As many long works as there are processors, and one more thread that wants to run.
  @Test
  void long_works_let_others_run() throws Exception {
    Turns turns = new Turns();
    int processors = Runtime.getRuntime().availableProcessors();
    AtomicBoolean over = new AtomicBoolean();
    AtomicInteger running = new AtomicInteger();
    for (int i = 0; i < processors; i++) {
      Thread.ofVirtual()
          .start(() -> {
            running.incrementAndGet();
            while (!over.get()) {
              turns.next();
            }
          });
    }
    try {
      while (running.get() < processors) {
        Thread.sleep(1);
      }
      Thread other = Thread.ofVirtual().start(() -> {});
      assertTrue(other.join(java.time.Duration.ofSeconds(20)), "nobody let it run");
    } finally {
      over.set(true);
    }
  }
}
