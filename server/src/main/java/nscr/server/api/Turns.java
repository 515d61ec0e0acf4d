package nscr.server.api;

import java.lang.management.ManagementFactory;
import jdk.management.VirtualThreadSchedulerMXBean;

/// Gives other virtual threads their turn. Any number of threads.
///
/// A virtual thread whose bytes are always there already never waits, and would keep a processor
/// for as long as a blob takes. One that yields when nobody wants its processor wakes the thread of
/// another to be moved there, away from its caches: measured as a fifth of what a transfer costs.
public final class Turns {
  private final VirtualThreadSchedulerMXBean scheduler =
      ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class);

  /// To be called after each piece of a long work: lets others run if there are any.
  public void next() {
    if (scheduler.getQueuedVirtualThreadCount() != 0) {
      Thread.yield();
    }
  }
}
