package nscr.server;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import nscr.store.Contents;
import nscr.store.Store;

/// How much is in the store, counted now and then: counting costs what the store holds, so it takes
/// at most a twentieth of the time, in a thread of its own, and is not done at all while nobody
/// asks. Any number of threads.
final class StoreSizes implements Closeable {
  private static final System.Logger LOG = System.getLogger("nscr.server");
  private static final int SHARE = 20;
  private static final Duration LEAST_AGE = Duration.ofSeconds(10);

  /// A small store is counted while one waits; who asks of a large one gets the last count.
  private static final long WAIT_MILLIS = 300;

  private final Store store;
  private final ExecutorService counter =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("store-sizes").priority(Thread.MIN_PRIORITY).factory());
  private volatile boolean closed;
  private volatile Optional<Count> last = Optional.empty();
  private Future<?> counting;

  /// @param at when it ended
  record Count(Contents contents, Instant at, Duration took) {
    boolean isDue(Instant now) {
      Duration longest = took.multipliedBy(SHARE);
      return at.plus(longest.compareTo(LEAST_AGE) > 0 ? longest : LEAST_AGE).isBefore(now);
    }
  }

  StoreSizes(Store store) {
    this.store = store;
    this.counting = counter.submit(() -> {});
  }

  /// The last count; empty before the first has ended.
  Optional<Count> latest() {
    Future<?> running;
    synchronized (this) {
      boolean isDue = last.map(count -> count.isDue(Instant.now())).orElse(true);
      if (isDue && counting.isDone() && !closed) {
        counting = counter.submit(this::count);
      }
      running = counting;
    }
    try {
      running.get(WAIT_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return last;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return last;
  }

  private static final class ClosedException extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private void count() {
    long start = System.nanoTime();
    try {
      Contents contents = Contents.count(store, this::goOn);
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      last = Optional.of(new Count(contents, Instant.now(), took));
    } catch (ClosedException e) {
      // The server ends.
      return;
    } catch (IOException | RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "what is in the store cannot be counted", e);
    }
  }

  private void goOn() {
    if (closed) {
      throw new ClosedException();
    }
  }

  /// Ends a count under way, and waits until it has: the store may be closed then.
  @Override
  public synchronized void close() {
    closed = true;
    counter.close();
  }
}
