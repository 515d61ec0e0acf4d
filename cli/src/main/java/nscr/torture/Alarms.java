package nscr.torture;

import java.io.Closeable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Does things later, unless they are called off before. What has begun comes to its end, also when
/// this is closed: a server that is being started again is not left half way.
final class Alarms implements Closeable {
  private static final int AT_ONCE = 2;

  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(AT_ONCE);

  Alarms() {
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    timer.setRemoveOnCancelPolicy(true);
  }

  /// Something that is to happen.
  interface Alarm {
    /// Lets it not happen, if it has not begun.
    void callOff();
  }

  /// Lets something happen later; never, once this is closed.
  Alarm after(long millis, Runnable what) {
    try {
      var future = timer.schedule(what, millis, TimeUnit.MILLISECONDS);
      return () -> future.cancel(false);
    } catch (RejectedExecutionException e) {
      return () -> {};
    }
  }

  /// Calls off what has not begun, and waits for what has.
  @Override
  public void close() {
    timer.close();
  }
}
