package nscr.cli;

import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;

/// Ctrl-C, and kill: what a command has half done is undone before the process ends.
///
/// Most commands need nothing of it: a commit is made or not, whenever the process dies. One that
/// leaves files about opens a [#guard] while it does; the end of the process then waits for the
/// guard to be closed, though not for ever, and meanwhile [#check] and reading standard input throw
/// [InterruptedIOException], so that the command comes to its end the usual way.
public final class Interruption {
  private static final long LONGEST_WAIT_MILLIS = 10_000;

  private volatile boolean requested;
  private int guards;

  /// An interruption that comes with the end of this process, however that is brought about short
  /// of kill -9. The exit code is the system's business: 128 and the signal's number.
  ///
  /// @param input closed, as what waits for it cannot wait any longer
  static Interruption ofProcess(InputStream input) {
    Interruption interruption = new Interruption();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> interruption.request(input)));
    return interruption;
  }

  /// Keeps the process from ending until it is closed.
  public interface Guard extends Closeable {
    @Override
    void close();
  }

  public synchronized Guard guard() {
    guards++;
    return () -> {
      synchronized (this) {
        guards--;
        notifyAll();
      }
    };
  }

  /// @throws InterruptedIOException when the process is to end
  public void check() throws InterruptedIOException {
    if (requested) {
      throw new InterruptedIOException("interrupted");
    }
  }

  /// `in`, checked at every read.
  public InputStream checked(InputStream in) {
    return new FilterInputStream(in) {
      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        check();
        return super.read(into, offset, length);
      }
    };
  }

  /// Asks the command to come to its end, and waits until it has.
  synchronized void request(InputStream input) {
    if (guards == 0) {
      return;
    }
    requested = true;
    try {
      input.close();
      long end = System.nanoTime() + LONGEST_WAIT_MILLIS * 1_000_000;
      for (long left = LONGEST_WAIT_MILLIS;
          guards > 0 && left > 0;
          left = (end - System.nanoTime()) / 1_000_000) {
        wait(left);
      }
    } catch (IOException | InterruptedException e) {
      // The process ends, and what is left behind is what kill -9 would leave: gc's to collect.
      return;
    }
  }
}
