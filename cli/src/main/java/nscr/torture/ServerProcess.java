package nscr.torture;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// A server over the store, which may be killed and is then started again, on the same port.
final class ServerProcess implements Closeable {
  private static final long PATIENCE_NANOS = 60_000_000_000L;

  private final ProcessBuilder builder;
  private final int port;
  private Process process;
  private boolean over;

  private ServerProcess(ProcessBuilder builder, int port) {
    this.builder = builder;
    this.port = port;
  }

  static ServerProcess start(ProcessBuilder builder, int port, Path errors) throws IOException {
    var server =
        new ServerProcess(
            builder
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile())),
            port);
    server.start();
    return server;
  }

  private synchronized void start() throws IOException {
    if (!over) {
      process = builder.start();
      await();
    }
  }

  /// Until it takes connections.
  private void await() throws IOException {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (true) {
      try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return;
      } catch (IOException e) {
        if (!process.isAlive()) {
          throw new IOException("the server ended as it began, with " + process.exitValue(), e);
        }
        if (System.nanoTime() - end >= 0) {
          throw new IOException("the server does not come up", e);
        }
        pause();
      }
    }
  }

  private static void pause() throws InterruptedIOException {
    try {
      Thread.sleep(10);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  synchronized boolean isAlive() {
    return process.isAlive();
  }

  /// With SIGKILL, and starts it again.
  synchronized void killAndStart() throws IOException {
    if (!over) {
      process.destroyForcibly();
      awaitEnd();
      start();
    }
  }

  /// Ends it: with SIGKILL, or as a user would.
  ///
  /// @return whether it was alive
  synchronized boolean end(boolean byForce) throws IOException {
    over = true;
    boolean alive = process.isAlive();
    if (byForce) {
      process.destroyForcibly();
    } else {
      process.destroy();
    }
    awaitEnd();
    return alive;
  }

  private void awaitEnd() throws IOException {
    try {
      if (!process.waitFor(40, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      process.waitFor();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  @Override
  public void close() throws IOException {
    end(true);
  }
}
