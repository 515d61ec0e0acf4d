package nscr.server;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.task.InterruptableTask;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.Router;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionListener;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import nscr.server.ConnectionWatch.Waiting;
import nscr.server.ConnectionWatch.Watched;

/// HTTP/1.1 connections, guarded: the only kind a listener accepts.
///
/// HTTP/2 is left out: its uploads were measured 20 to 40 times slower.
final class GuardedConnections implements ServerConnectionSelector {
  /// Enough for a PUT with as many tags as are accepted.
  private static final int LONGEST_REQUEST_LINE = 16 << 10;

  private static final int LARGEST_HEAD = 32 << 10;

  private final Http1ConnectionSelector http;
  private final ConnectionWatch watch;
  private final Router router;
  private final boolean isTcp;
  private final Optional<TlsIdentity> identity;

  /// @param router where their requests go
  /// @param isTcp whether the listener is one of blocking TCP sockets
  /// @param identity whose TLS is spoken over them; empty for plaintext
  GuardedConnections(
      ConnectionWatch watch, Router router, boolean isTcp, Optional<TlsIdentity> identity) {
    this.watch = watch;
    this.router = router;
    this.isTcp = isTcp;
    this.identity = identity;
    this.http = Http1ConnectionSelector.builder().config(http()).build();
  }

  /// How HTTP/1.1 is spoken.
  @SuppressWarnings("removal") // the logs look at every byte until they are removed
  static Http1Config http() {
    return Http1Config.builder()
        .maxPrologueLength(LONGEST_REQUEST_LINE)
        .maxHeadersSize(LARGEST_HEAD)
        .sendKeepAliveHeader(false)
        // The API's parser is stricter, and no header of an answer is made of what was not
        // parsed.
        .validatePath(false)
        .validateResponseHeaders(false)
        .receiveLog(false)
        .sendLog(false)
        .addReceiveListener(new HeadListener())
        .addSendListener(new BodilessAnswers())
        .build();
  }

  /// Notes when a request's head is complete: from then on the server is at work.
  private static final class HeadListener implements Http1ConnectionListener {
    @Override
    public void headers(ConnectionContext connection, Headers headers) {
      if (connection instanceof GuardedContext guarded) {
        guarded.watched().waits(Waiting.NOTHING);
        guarded.expectBody(lengthOfBody(headers));
      }
    }

    /// Zero too for what Helidon is going to refuse, and for a chunked body.
    private static long lengthOfBody(Headers headers) {
      if (headers.contains(HeaderNames.TRANSFER_ENCODING)) {
        return 0;
      }
      if (!headers.contains(HeaderNames.CONTENT_LENGTH)) {
        return 0;
      }
      String length = headers.first(HeaderNames.CONTENT_LENGTH).orElse("");
      return length.matches("[0-9]{1,18}") ? Long.parseLong(length) : 0;
    }
  }

  @Override
  public int bytesToIdentifyConnection() {
    return http.bytesToIdentifyConnection();
  }

  @Override
  public Support supports(BufferData data) {
    return http.supports(data);
  }

  @Override
  public Set<String> supportedApplicationProtocols() {
    return http.supportedApplicationProtocols();
  }

  @Override
  public ServerConnection connection(ConnectionContext connection) {
    Thread thread = Thread.currentThread();
    Watched watched = watch.watch(waiting -> breakOff(connection, thread, waiting));
    GuardedContext guarded =
        new GuardedContext(connection, watched, router, isTcp, identity.map(TlsIdentity::engine));
    return new Guarded(http.connection(guarded), guarded);
  }

  /// Closing waits for a write under way, which may be the very one that stalls: that one is
  /// interrupted, which closes its channel. A read is not: the interrupt could meet the thread
  /// while it already writes what it read to a file, and close that.
  private static void breakOff(ConnectionContext connection, Thread thread, Waiting waiting) {
    if (waiting == Waiting.WRITE) {
      thread.interrupt();
    } else {
      Thread.ofVirtual().start(() -> close(connection));
    }
  }

  private static void close(ConnectionContext connection) {
    try {
      connection.serverSocket().close();
    } catch (UncheckedIOException e) {
      System.getLogger("nscr.server")
          .log(System.Logger.Level.DEBUG, "a stalled connection was closed already", e);
    }
  }

  /// One connection.
  private static final class Guarded implements ServerConnection, InterruptableTask<Void> {
    private final ServerConnection connection;
    private final GuardedContext context;

    Guarded(ServerConnection connection, GuardedContext context) {
      this.connection = connection;
      this.context = context;
    }

    @Override
    public void handle(Limit limit) throws InterruptedException {
      try (context) {
        context.during(() -> connection.handle(limit));
      }
    }

    @Override
    @SuppressWarnings("removal") // abstract in 4.5.0 still
    public void handle(Semaphore requests) throws InterruptedException {
      try (context) {
        context.during(() -> connection.handle(requests));
      }
    }

    /// Never idle to Helidon, which would count the whole of a long upload: the watch knows better.
    @Override
    public Duration idleTime() {
      return Duration.ZERO;
    }

    @Override
    public void close(boolean interrupt) {
      connection.close(interrupt);
    }

    @Override
    public boolean canInterrupt() {
      return connection instanceof InterruptableTask<?> task && task.canInterrupt();
    }
  }
}
