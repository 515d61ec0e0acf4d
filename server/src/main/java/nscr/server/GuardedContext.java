package nscr.server;

import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.Router;
import java.io.Closeable;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import javax.net.ssl.SSLEngine;
import nscr.server.ConnectionWatch.Waiting;
import nscr.server.ConnectionWatch.Watched;

/// A connection whose reading is bounded and whose waiting is watched; of TLS, if it is to be.
final class GuardedContext implements ConnectionContext, Closeable {
  private static final long LINGER_BYTES = 4 << 20;
  private static final ScopedValue<GuardedContext> CURRENT = ScopedValue.newInstance();

  private final ConnectionContext connection;
  private final Watched watched;
  private final GuardedReader reader;
  private final DataWriter writer;
  private final Router router;
  private final Optional<TlsBytes> tls;
  private final Wire source;
  private boolean bodiless;
  private boolean cutShort;

  /// @param router where its requests go
  /// @param isTcp whether the socket is a blocking one: then it is read in larger pieces
  /// @param engine for TLS over TCP, which the socket itself knows nothing of
  GuardedContext(
      ConnectionContext connection,
      Watched watched,
      Router router,
      boolean isTcp,
      Optional<SSLEngine> engine) {
    this.connection = connection;
    this.watched = watched;
    this.router = router;
    HelidonSocket socket = connection.serverSocket();
    Wire wire = isTcp ? new SocketBytes(socket) : socket::get;
    DataWriter out = connection.dataWriter();
    this.tls = engine.map(e -> new TlsBytes(e, wire, out));
    this.source = tls.isPresent() ? tls.get() : wire;
    this.reader = new GuardedReader(source, watched);
    this.writer = new WatchedWriter(tls.isPresent() ? tls.get() : out, watched);
  }

  /// Says that a body of so many bytes comes next.
  void expectBody(long length) {
    reader.expectBody(length);
  }

  /// Says that the client was refused while it was still sending. Were the connection closed at
  /// once, what is on the way would reset it, and the client might never see the answer.
  void cutShort() {
    cutShort = true;
  }

  /// Ends what is told to the client, before the socket is closed.
  @Override
  public void close() {
    try (watched) {
      watched.waits(Waiting.WRITE);
      tls.ifPresent(TlsBytes::close);
      if (cutShort) {
        watched.waits(Waiting.LINGER);
        linger();
      }
    }
  }

  private void linger() {
    try {
      long left = LINGER_BYTES;
      for (byte[] bytes = source.get(); bytes != null && left > 0; bytes = source.get()) {
        left -= bytes.length;
      }
    } catch (RuntimeException e) {
      System.getLogger("nscr.server")
          .log(System.Logger.Level.DEBUG, "the client went, or went on for too long", e);
    }
  }

  /// The connection that this thread serves.
  static Optional<GuardedContext> current() {
    return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
  }

  /// Serves the connection.
  void during(Service service) throws InterruptedException {
    ScopedValue.where(CURRENT, this)
        .<Void, InterruptedException>call(() -> {
          service.run();
          return null;
        });
  }

  /// What serves a connection, until it ends.
  interface Service {
    void run() throws InterruptedException;
  }

  Watched watched() {
    return watched;
  }

  /// Whether the answer being written has no content by its status. The connection's thread only.
  boolean isBodiless() {
    return bodiless;
  }

  void setBodiless(boolean bodiless) {
    this.bodiless = bodiless;
  }

  @Override
  public DataWriter dataWriter() {
    return writer;
  }

  @Override
  public DataReader dataReader() {
    return reader;
  }

  @Override
  public ListenerContext listenerContext() {
    return connection.listenerContext();
  }

  @Override
  public ExecutorService executor() {
    return connection.executor();
  }

  @Override
  public Router router() {
    return router;
  }

  @Override
  public HelidonSocket serverSocket() {
    return connection.serverSocket();
  }

  @Override
  public PeerInfo remotePeer() {
    return connection.remotePeer();
  }

  @Override
  public PeerInfo localPeer() {
    return connection.localPeer();
  }

  @Override
  public boolean isSecure() {
    return tls.isPresent() || connection.isSecure();
  }

  @Override
  public String socketId() {
    return connection.socketId();
  }

  @Override
  public String childSocketId() {
    return connection.childSocketId();
  }
}
