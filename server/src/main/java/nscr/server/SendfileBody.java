package nscr.server;

import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerResponse;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import nscr.server.api.BlobBody;
import nscr.server.api.CopiedBody;
import nscr.server.api.Turns;

/// Sends a blob from its file to a plaintext socket without copying it through this process. What
/// is small, or no local file, is copied; and everything where this cannot be done, which is tried
/// when it is first wanted.
final class SendfileBody implements BlobBody {
  /// Below this a copy, in one write with the headers, is cheaper.
  private static final long SMALL = 64 << 10;

  private final BlobBody copied;
  private final Turns turns;
  private final FutureTask<Boolean> trial = new FutureTask<>(SendfileBody::works);
  private final AtomicBoolean isTried = new AtomicBoolean();

  SendfileBody(Turns turns) {
    this.copied = new CopiedBody(turns);
    this.turns = turns;
  }

  @Override
  public void send(ServerResponse response, SeekableByteChannel content, long first, long length)
      throws IOException {
    if (length >= SMALL && content instanceof FileChannel file && isPossible()) {
      send(response, file, first, length);
    } else {
      copied.send(response, content, first, length);
    }
  }

  /// The trial is a platform thread's: those who wait for it may be all virtual ones there are, and
  /// it waits for a socket itself.
  private boolean isPossible() {
    if (isTried.compareAndSet(false, true)) {
      Thread.ofPlatform().daemon().name("nscr-sendfile").start(trial);
    }
    try {
      return trial.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private void send(ServerResponse response, FileChannel file, long first, long length)
      throws EOFException {
    try (BodySink sink = response.sink(BodySink.TYPE)) {
      sink.emit(new FileRegion(file, first, length, () -> progressed(sink)));
    } catch (RuntimeException e) {
      checkLength(e);
      throw new CloseConnectionException("the client went", e);
    }
  }

  /// Clients go all the time; that a file is short is trouble of this server.
  private static void checkLength(Throwable failure) throws EOFException {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof EOFException end) {
        throw end;
      }
    }
  }

  private void progressed(BodySink sink) {
    sink.progressed();
    turns.next();
  }

  /// Whether this JDK and this machine move a file to a socket in this way: tried over a socket of
  /// the loopback.
  static boolean works() {
    Path file = null;
    try {
      file = Files.createTempFile("nscr", ".sendfile");
      Files.writeString(file, "0123456789");
      return moves(file);
    } catch (IOException | RuntimeException e) {
      System.getLogger("nscr.server")
          .log(System.Logger.Level.INFO, "blobs are sent by copying: {0}", e.toString());
      return false;
    } finally {
      delete(file);
    }
  }

  private static boolean moves(Path path) throws IOException {
    try (ServerSocketChannel server = ServerSocketChannel.open();
        FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      try (SocketChannel to = SocketChannel.open(server.getLocalAddress());
          SocketChannel from = server.accept()) {
        new FileRegion(file, 2, 5, () -> {}).writeTo(to.socket().getOutputStream());
        to.shutdownOutput();
        ByteBuffer received = ByteBuffer.allocate(16);
        while (from.read(received) >= 0) {
          continue;
        }
        return received.flip().equals(ByteBuffer.wrap(new byte[] {'2', '3', '4', '5', '6'}));
      }
    }
  }

  private static void delete(Path file) {
    try {
      if (file != null) {
        Files.delete(file);
      }
    } catch (IOException e) {
      System.getLogger("nscr.server")
          .log(System.Logger.Level.DEBUG, "a file in the temporary directory stays", e);
    }
  }
}
