package nscr.index;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/// The guest's side of sharing an index: what another process has open, by way of its socket.
///
/// Each call is one round trip on a connection of its own; calls of several threads take several
/// connections, a few of which are kept. A call fails with [OwnerGoneException] when the owner has
/// gone, and with [OwnerSilentException] when it takes too long; what becomes of a commit then is
/// for [SharedIndexBackend] to find out.
public final class SocketIndexBackend implements IndexBackend {
  private static final int AT_ONCE = 16;

  /// How long an owner that was there a moment ago may take at least: a sync of a busy disk does.
  private static final Duration SHORTEST_CALL = Duration.ofSeconds(5);

  private final Path socket;
  private final Hello hello;
  private final Duration patience;
  private final Duration call;
  private final Semaphore calls = new Semaphore(AT_ONCE);
  private final ReadWriteLock life = new ReentrantReadWriteLock();
  private final Deque<Connection> idle = new ArrayDeque<>();
  private Hello owner;
  private boolean closed;

  /// The connection on which somebody waits for the owner's end.
  private Optional<FrameChannel> watched = Optional.empty();

  private record Connection(FrameChannel channel, Hello owner) {}

  private SocketIndexBackend(Path socket, Hello hello, Duration patience) {
    this.socket = socket;
    this.hello = hello;
    this.patience = patience;
    this.call = patience.compareTo(SHORTEST_CALL) > 0 ? patience : SHORTEST_CALL;
  }

  /// Becomes the guest of the process that answers on `socket`.
  ///
  /// @param patience how long an answer may take; later ones five seconds at least
  /// @throws OwnerSilentException when it answers too late, or speaks another version
  /// @throws IOException when nobody answers there
  public static SocketIndexBackend connect(Path socket, Speaker speaker, Duration patience)
      throws IOException {
    Hello hello = new Hello(Hello.PROTOCOL, speaker.format(), speaker.process(), 0);
    SocketIndexBackend guest = new SocketIndexBackend(socket, hello, patience);
    Connection first = guest.connect();
    guest.owner = first.owner();
    guest.idle.push(first);
    return guest;
  }

  /// What the owner calls itself: `process 4711 (nscr serve)`.
  public String owner() {
    return owner.process();
  }

  private Connection connect() throws IOException {
    FrameChannel channel = null;
    try {
      channel = open();
      channel.limit(patience);
      hello.send(channel);
      Hello answer = Hello.receive(channel);
      if (!hello.understands(answer)) {
        throw new OwnerSilentException(
            answer.process()
                + " speaks "
                + answer.language()
                + ", and this nscr "
                + hello.language());
      }
      return new Connection(channel, answer);
    } catch (IOException e) {
      if (channel != null) {
        channel.close();
      }
      throw e instanceof OwnerSilentException
          ? e
          : new OwnerGoneException("nobody answers on " + socket + ": " + e.getMessage(), e);
    }
  }

  private FrameChannel open() throws IOException {
    return SocketPath.use(
        socket,
        address -> {
          SocketChannel connection = SocketChannel.open(StandardProtocolFamily.UNIX);
          try {
            // A full backlog is an error at once, not something to wait in.
            connection.configureBlocking(false);
            if (!connection.connect(address)) {
              throw new IOException("it is not taking connections");
            }
          } catch (IOException e) {
            connection.close();
            throw e;
          }
          return new FrameChannel(connection);
        });
  }

  @Override
  public Optional<Bytes> get(String key) throws IOException {
    return call(new Request.Get(Ascii.check(key)), Answer.Value.class).value();
  }

  @Override
  public List<Entry> scan(String from, String to, int limit) throws IOException {
    List<Entry> found = List.of();
    String start = Ascii.check(from);
    Ascii.check(to);
    while (true) {
      Answer.Entries page =
          call(new Request.Scan(start, to, limit - found.size()), Answer.Entries.class);
      if (page.isWhole() && found.isEmpty()) {
        return page.entries();
      }
      found = new ArrayList<>(found);
      found.addAll(page.entries());
      if (page.isWhole()) {
        return found;
      }
      start = found.getLast().key() + '\0';
    }
  }

  @Override
  public boolean commit(Batch batch) throws IOException {
    return call(new Request.Commit(batch), Answer.Committed.class).isMade();
  }

  @Override
  public long largestCommit() {
    return owner.largestRequest();
  }

  @Override
  public void checkpoint(Path directory) throws IOException {
    Path there = socket.resolveSibling(directory.getFileName());
    if (!there.toAbsolutePath().equals(directory.toAbsolutePath())) {
      throw new IOException("a checkpoint lies beside " + socket + ", not at " + directory);
    }
    IndexCopy.checkAbsent(directory);
    call(new Request.Checkpoint(directory.getFileName().toString()), Answer.Checkpointed.class);
  }

  private <A extends Answer> A call(Request request, Class<A> kind) throws IOException {
    life.readLock().lock();
    calls.acquireUninterruptibly();
    try {
      if (closed) {
        throw new OwnerGoneException("the index is closed", null);
      }
      Answer answer = exchange(request);
      if (answer instanceof Answer.Failed failed) {
        throw failed.exception();
      }
      if (answer instanceof Answer.Goodbye) {
        throw new OwnerGoneException(owner() + " has closed the index", null);
      }
      return kind.cast(answer);
    } finally {
      calls.release();
      life.readLock().unlock();
    }
  }

  private Answer exchange(Request request) throws IOException {
    Connection connection = take();
    boolean isUsable = false;
    try {
      connection.channel().limit(call);
      Answer answer = exchange(request, connection);
      isUsable = !(answer instanceof Answer.Goodbye);
      return answer;
    } catch (OwnerSilentException e) {
      throw new OwnerSilentException(
          owner() + " has not answered for " + call.toSeconds() + " seconds");
    } catch (TooLargeException e) {
      isUsable = true;
      throw e;
    } catch (IOException | ClassCastException e) {
      throw new OwnerGoneException("the connection to " + owner() + " has ended: " + e, e);
    } finally {
      connection.channel().giveInterruptBack();
      if (isUsable) {
        put(connection);
      } else {
        connection.channel().close();
      }
    }
  }

  private static final class TooLargeException extends IOException {
    private static final long serialVersionUID = 1;

    TooLargeException(String message) {
      super(message);
    }
  }

  private static Answer exchange(Request request, Connection connection) throws IOException {
    send(request, connection);
    connection.channel().begin(Integer.MAX_VALUE);
    return Answer.read(connection.channel());
  }

  private static void send(Request request, Connection connection) throws IOException {
    FrameWriter.Size size = new FrameWriter.Size();
    request.write(size);
    if (size.size() > connection.owner().largestRequest()) {
      throw new TooLargeException(
          "a change of "
              + (size.size() >> 20)
              + " MB is more than "
              + connection.owner().process()
              + " takes from others, "
              + (connection.owner().largestRequest() >> 20)
              + " MB. Run this again when that has ended, or start that with more memory:"
              + " NSCR_JAVA_OPTS=-Xmx1g");
    }
    connection.channel().integer((int) size.size());
    request.write(connection.channel());
    connection.channel().flush();
  }

  private Connection take() throws IOException {
    synchronized (idle) {
      if (!idle.isEmpty()) {
        return idle.pop();
      }
    }
    return connect();
  }

  private void put(Connection connection) {
    synchronized (idle) {
      idle.push(connection);
    }
  }

  /// Waits until the owner goes, however it does, or this is closed. For one thread.
  void awaitEnd() throws IOException {
    try (FrameChannel watch = connect().channel()) {
      life.writeLock().lock();
      try {
        if (closed) {
          return;
        }
        watched = Optional.of(watch);
      } finally {
        life.writeLock().unlock();
      }
      awaitEnd(watch);
    }
  }

  private static void awaitEnd(FrameChannel watch) {
    try {
      // All that ever comes is a goodbye.
      watch.await();
    } catch (IOException e) {
      // That is an end, too.
      return;
    }
  }

  /// Asks for a commit whose answer nobody waits for, and closes. It may be made or not.
  void closeWith(Batch last) throws IOException {
    life.writeLock().lock();
    try {
      Connection connection = idle.peek();
      if (connection != null) {
        connection.channel().limit(patience);
        send(new Request.Commit(last), connection);
      }
    } catch (IOException e) {
      // The owner has gone before.
      return;
    } finally {
      close();
      life.writeLock().unlock();
    }
  }

  /// Lets the owner go; it keeps the index open.
  @Override
  public void close() throws IOException {
    life.writeLock().lock();
    try {
      closed = true;
      watched.ifPresent(FrameChannel::wake);
      for (Connection connection : idle) {
        connection.channel().close();
      }
      idle.clear();
    } finally {
      life.writeLock().unlock();
    }
  }
}
