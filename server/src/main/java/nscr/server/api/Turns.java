package nscr.server.api;

import java.lang.management.ManagementFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import jdk.management.VirtualThreadSchedulerMXBean;

/// Gives other virtual threads their turn. Any number of threads.
///
/// A virtual thread whose bytes are always there already never waits, and would keep a processor
/// for as long as a blob takes. One that yields when nobody wants its processor wakes the thread of
/// another to be moved there, away from its caches: three futex calls a turn. And each turn that
/// passes on takes buffers and ciphers from the caches: after every 64 KiB that costs 64 transfers
/// at once half as much again.
public final class Turns {
  /// One that yields is queued where its processor looks first: in JDK 25 those who are queued
  /// elsewhere, new connections among them, never run beside as many that only yield as there are
  /// processors. Now and then it has to wait in earnest, which costs more.
  private static final int TURNS_A_WAIT = 4;

  private static final int PASSES_A_WAIT = 64;

  private final VirtualThreadSchedulerMXBean scheduler =
      ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class);

  /// To be called after each piece of a long work, one that takes about half a millisecond: lets
  /// others run, if there are any.
  public void next() {
    letRun(TURNS_A_WAIT);
  }

  /// To be called between two short works, of some 10 microseconds, of which one may follow on the
  /// other without an end: a client that sends requests as fast as they are answered is never
  /// waited for. And while others run, the client of this one sends: what would have been read in
  /// vain, and waited for, is there.
  public void pass() {
    letRun(PASSES_A_WAIT);
  }

  private void letRun(int turnsOfWhichOneWaits) {
    if (scheduler.getQueuedVirtualThreadCount() == 0) {
      return;
    }
    if (ThreadLocalRandom.current().nextInt(turnsOfWhichOneWaits) == 0) {
      LockSupport.parkNanos(1);
    } else {
      Thread.yield();
    }
  }

  /// For one transfer in small pieces.
  ///
  /// @param length of a turn in bytes: what takes about half a millisecond
  public Turn of(long length) {
    return new Turn(length);
  }

  /// The turns of one transfer. One thread.
  public final class Turn {
    private final long length;
    private long moved;

    private Turn(long length) {
      this.length = length;
    }

    /// Notes that so many bytes have moved, which may end the turn.
    public void moved(long bytes) {
      moved += bytes;
      if (moved >= length) {
        moved = 0;
        next();
      }
    }
  }
}
