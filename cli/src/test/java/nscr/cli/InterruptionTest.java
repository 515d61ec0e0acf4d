package nscr.cli;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class InterruptionTest {
  private final AtomicBoolean inputClosed = new AtomicBoolean();
  private final Interruption interruption = new Interruption();
  private final InputStream input =
      new ByteArrayInputStream(new byte[1]) {
        @Override
        public void close() {
          inputClosed.set(true);
        }
      };

  @Test
  void the_end_waits_for_whoever_has_something_to_undo() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    AtomicBoolean undone = new AtomicBoolean();
    Thread command =
        Thread.ofVirtual()
            .start(() -> {
              try (Interruption.Guard _ = interruption.guard()) {
                begun.countDown();
                InputStream endless = interruption.checked(new Zeros());
                assertThrows(InterruptedIOException.class, endless::readAllBytes);
                undone.set(true);
              }
            });
    begun.await();
    interruption.request(input);
    assertTrue(undone.get());
    assertTrue(inputClosed.get());
    command.join();
  }

  @Test
  void nobody_is_waited_for_who_needs_nothing() {
    interruption.guard().close();
    interruption.request(input);
    assertFalse(inputClosed.get());
    assertDoesNotThrow(interruption::check);
    assertEquals(1, assertDoesNotThrow(() -> interruption.checked(input).read(new byte[1])));
  }

  /// A stream without end, of which little is kept.
  private static final class Zeros extends InputStream {
    @Override
    public int read() {
      return 0;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      return 1;
    }
  }
}
