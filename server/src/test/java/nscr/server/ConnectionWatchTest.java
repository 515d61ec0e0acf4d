package nscr.server;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ConnectionWatchTest {
  @Test
  void a_connection_that_cannot_be_ended_for_want_of_memory_is_ended_later() throws Exception {
    Duration soon = Duration.ofMillis(1);
    AtomicBoolean isFirst = new AtomicBoolean(true);
    CountDownLatch ended = new CountDownLatch(1);
    try (ConnectionWatch watch = new ConnectionWatch(new Patience(soon, soon, soon))) {
      watch.watch(_ -> {
        if (isFirst.getAndSet(false)) {
          throw new OutOfMemoryError("of the machine");
        }
        ended.countDown();
      });
      assertTrue(ended.await(20, TimeUnit.SECONDS), "it was never ended");
    }
  }
}
