package nscr.server;

import java.io.Closeable;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// Ends connections that keep the server waiting: silent ones, heads and bodies that do not come,
/// answers that nobody reads. Helidon 4.5.0 applies no read timeout of its own.
///
/// One thread looks at all connections now and then; the connections only note what they wait for.
final class ConnectionWatch implements Closeable {
  private static final System.Logger LOG = System.getLogger("nscr.server");
  private static final Duration LONGEST_LINGER = Duration.ofSeconds(1);

  private final Patience patience;
  private final Set<Watched> connections = ConcurrentHashMap.newKeySet();
  private final Thread thread;

  ConnectionWatch(Patience patience) {
    this.patience = patience;
    this.thread = Thread.ofPlatform().daemon().name("connection-watch").start(this::run);
  }

  /// What a connection waits for.
  enum Waiting {
    /// A request.
    IDLE,
    /// The rest of a request's head.
    HEAD,
    /// The next bytes of a body.
    READ,
    /// The client to take what is being written.
    WRITE,
    /// What a client still sends that was refused already.
    LINGER,
    /// Nothing of the client: the server is at work.
    NOTHING
  }

  /// One connection as the watch sees it. The connection's thread writes, the watch's reads.
  final class Watched implements Closeable {
    private final Consumer<Waiting> end;
    private volatile Waiting waiting = Waiting.IDLE;
    private volatile long since = System.nanoTime();

    private Watched(Consumer<Waiting> end) {
      this.end = end;
    }

    /// From now on the connection waits for this; a wait that goes on starts anew.
    void waits(Waiting next) {
      if (next != Waiting.NOTHING) {
        since = System.nanoTime();
      }
      waiting = next;
    }

    Waiting waiting() {
      return waiting;
    }

    /// How long it is since it began to wait for the client, be that over or not.
    Duration waited() {
      return Duration.ofNanos(System.nanoTime() - since);
    }

    private boolean isOver(long now) {
      Duration longest =
          switch (waiting) {
            case IDLE -> patience.idle();
            case HEAD -> patience.head();
            case READ, WRITE -> patience.stall();
            case LINGER -> LONGEST_LINGER;
            case NOTHING -> Duration.ofNanos(Long.MAX_VALUE);
          };
      return now - since > longest.toNanos();
    }

    @Override
    public void close() {
      connections.remove(this);
    }
  }

  /// Watches a connection until it is closed.
  ///
  /// @param end breaks the connection off, from another thread and without waiting, given what it
  ///   waits for
  Watched watch(Consumer<Waiting> end) {
    Watched watched = new Watched(end);
    connections.add(watched);
    return watched;
  }

  int size() {
    return connections.size();
  }

  private void run() {
    long shortest =
        Math.min(
            patience.idle().toMillis(),
            Math.min(patience.head().toMillis(), patience.stall().toMillis()));
    try {
      while (true) {
        Thread.sleep(Math.clamp(shortest / 4, 10, 1000));
        look();
      }
    } catch (InterruptedException e) {
      // Closed.
      return;
    }
  }

  private void look() {
    long now = System.nanoTime();
    for (Watched connection : connections) {
      if (connection.isOver(now) && isEnded(connection)) {
        connections.remove(connection);
      }
    }
  }

  /// Whether all was done for it that can be. The watch itself must not end by one connection.
  private static boolean isEnded(Watched connection) {
    try {
      connection.end.accept(connection.waiting);
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.DEBUG, "a stalled connection was closed already", e);
    } catch (Error e) {
      LOG.log(System.Logger.Level.WARNING, "a stalled connection stays for now", e);
      return false;
    }
    return true;
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
