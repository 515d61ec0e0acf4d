package nscr.server;

import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.Router;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import nscr.server.ConnectionWatch.Watched;

/// A connection whose reading is bounded and whose waiting is watched.
final class GuardedContext implements ConnectionContext {
  private static final ScopedValue<GuardedContext> CURRENT = ScopedValue.newInstance();

  private final ConnectionContext connection;
  private final Watched watched;
  private final DataReader reader;
  private final DataWriter writer;
  private final Router router;
  private boolean bodiless;

  /// @param plain whether the connection is plaintext TCP: then it is read in larger pieces
  /// @param router where its requests go
  GuardedContext(ConnectionContext connection, Watched watched, boolean plain, Router router) {
    this.connection = connection;
    this.watched = watched;
    HelidonSocket socket = connection.serverSocket();
    Supplier<byte[]> bytes = plain ? new SocketBytes(socket) : socket;
    this.reader = new GuardedReader(bytes, watched);
    this.router = router;
    this.writer = new WatchedWriter(connection.dataWriter(), watched);
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
    return connection.isSecure();
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
