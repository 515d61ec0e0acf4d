package nscr.index;

import java.io.Closeable;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import jdk.net.ExtendedSocketOptions;

/// The owner's side of sharing an index: answers other processes on a socket, each connection in a
/// thread of its own, so that the commits of many guests meet in one group.
///
/// What comes over a connection cannot hurt: frames are bounded, all of them together too, a frame
/// that has begun must come to its end in time, and whoever sends anything else is cut off.
public final class IndexSocket implements Closeable {
  /// How long a guest may take to send or to take what it has begun.
  private static final java.time.Duration STALL = java.time.Duration.ofSeconds(30);

  private static final int MOST_GUESTS = 256;
  private static final int BACKLOG = 128;

  /// Entries of one scan; more takes another round trip.
  private static final int MOST_ENTRIES = 100_000;

  /// Milliseconds in which the guests' last requests are answered before they are cut off.
  private static final long LAST_ANSWERS = 5_000;

  /// Requests up to this size are not counted against the memory that requests may take.
  private static final int SMALL = 64 << 10;

  private final IndexBackend index;
  private final Path socket;
  private final Hello hello;
  private final Predicate<UserPrincipal> admitted;
  private final ServerSocketChannel listener;
  private final Semaphore memory;
  private final List<Guest> guests = new ArrayList<>();
  private boolean closed;

  private IndexSocket(
      IndexBackend index, Path socket, Hello hello, Predicate<UserPrincipal> admitted)
      throws IOException {
    this.index = index;
    this.socket = socket;
    this.hello = hello;
    this.admitted = admitted;
    this.memory = new Semaphore(hello.largestRequest());
    Files.deleteIfExists(socket);
    this.listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      SocketPath.use(socket, address -> listener.bind(address, BACKLOG));
      Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      listener.close();
      throw e;
    }
  }

  /// Answers on `socket`. Only for who holds the store's lock: a socket that lies there is stale,
  /// and is deleted.
  ///
  /// @param index what is shared; to be closed after this
  /// @param speaker this process
  /// @param admitted which users may connect, where the system says who does
  public static IndexSocket listen(
      IndexBackend index, Path socket, Speaker speaker, Predicate<UserPrincipal> admitted)
      throws IOException {
    int memory = (int) Math.min(1 << 30, Runtime.getRuntime().maxMemory() / 4);
    Hello hello = new Hello(Hello.PROTOCOL, speaker.format(), speaker.process(), memory);
    IndexSocket made = new IndexSocket(index, socket, hello, admitted);
    sweep(index);
    Thread.ofPlatform().daemon().name("nscr-socket").start(made::accept);
    return made;
  }

  private static void sweep(IndexBackend index) {
    try {
      Receipts.sweep(index);
    } catch (IOException e) {
      // On a full disk, say. They can lie there until the next time.
      return;
    }
  }

  private void accept() {
    while (listener.isOpen()) {
      try {
        welcome(listener.accept());
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        // Too many open files, say: others may end meanwhile.
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void welcome(SocketChannel channel) throws IOException {
    if (!isAdmitted(channel)) {
      channel.close();
      return;
    }
    Guest guest = new Guest(new FrameChannel(channel));
    synchronized (guests) {
      if (closed || guests.size() == MOST_GUESTS) {
        guest.channel.close();
        return;
      }
      guests.add(guest);
      // Platform threads: native calls would hold the carriers of virtual ones.
      guest.thread = Thread.ofPlatform().daemon().name("nscr-guest").start(guest);
    }
  }

  private boolean isAdmitted(SocketChannel channel) {
    try {
      return admitted.test(channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user());
    } catch (UnsupportedOperationException e) {
      // Then the permissions of the socket have to do.
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private final class Guest implements Runnable {
    private final FrameChannel channel;
    private Thread thread;

    Guest(FrameChannel channel) {
      this.channel = channel;
    }

    @Override
    public void run() {
      try (channel) {
        channel.limit(STALL);
        Hello guest = Hello.receive(channel);
        hello.send(channel);
        if (hello.understands(guest)) {
          while (channel.await()) {
            serve();
          }
          if (channel.isWoken()) {
            channel.limit(STALL);
            send(new Answer.Goodbye());
          }
        }
      } catch (IOException | RuntimeException | Error e) {
        // It went, or talks nonsense, or there is no memory for what it wants: its own trouble.
        return;
      } finally {
        synchronized (guests) {
          guests.remove(this);
          guests.notifyAll();
        }
      }
    }

    private void serve() throws IOException {
      channel.limit(STALL);
      int length = channel.begin(hello.largestRequest());
      int counted = length <= SMALL ? 0 : length;
      memory.acquireUninterruptibly(counted);
      try {
        channel.limit(STALL);
        Answer answer = answerTo(Request.read(channel));
        channel.limit(STALL);
        send(answer);
      } finally {
        memory.release(counted);
      }
    }

    private void send(Answer answer) throws IOException {
      FrameWriter.Size size = new FrameWriter.Size();
      answer.write(size);
      if (size.size() > Integer.MAX_VALUE) {
        send(Answer.Failed.of(new IOException("an answer of " + size.size() + " bytes")));
        return;
      }
      channel.integer((int) size.size());
      answer.write(channel);
      channel.flush();
    }
  }

  private Answer answerTo(Request request) {
    try {
      return answer(request);
    } catch (IOException e) {
      return Answer.Failed.of(e);
    }
  }

  private Answer answer(Request request) throws IOException {
    return switch (request) {
      case Request.Get get -> new Answer.Value(index.get(get.key()));
      case Request.Scan scan -> {
        List<Entry> found =
            index.scan(scan.from(), scan.to(), Math.min(scan.limit(), MOST_ENTRIES));
        yield new Answer.Entries(
            found, found.size() < MOST_ENTRIES || scan.limit() <= MOST_ENTRIES);
      }
      case Request.Commit commit -> new Answer.Committed(index.commit(commit.batch()));
      case Request.Checkpoint checkpoint -> {
        index.checkpoint(socket.resolveSibling(checkpoint.name()));
        yield new Answer.Checkpointed();
      }
    };
  }

  /// Answers what has been asked, tells all guests that it is over, and lets them go. Later ones
  /// are not let in.
  @Override
  public void close() throws IOException {
    List<Guest> there;
    synchronized (guests) {
      if (closed) {
        return;
      }
      closed = true;
      there = List.copyOf(guests);
    }
    listener.close();
    Files.deleteIfExists(socket);
    there.forEach(guest -> guest.channel.wake());
    awaitGuests();
    synchronized (guests) {
      there = List.copyOf(guests);
    }
    for (Guest guest : there) {
      guest.channel.close();
    }
    awaitGuests();
  }

  private void awaitGuests() {
    boolean interrupted = false;
    long end = System.nanoTime() + LAST_ANSWERS * 1_000_000;
    synchronized (guests) {
      for (long left = LAST_ANSWERS;
          !guests.isEmpty() && left > 0;
          left = (end - System.nanoTime()) / 1_000_000) {
        try {
          guests.wait(left);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
