package nscr.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;

/// The right to open a store's index, held by one process at a time through an operating system's
/// lock, which ends with the process however that ends. The file says who holds it.
final class StoreLock implements Closeable {
  private static final long FIRST_PAUSE = 5;
  private static final long LONGEST_PAUSE = 100;

  private final FileChannel channel;

  private StoreLock(FileChannel channel) {
    this.channel = channel;
  }

  /// Takes the lock of the store in `directory`, waiting for it at most `wait`.
  ///
  /// @param command what this process calls itself to those who wait
  /// @throws StoreException.Busy naming the process that holds it
  static StoreLock take(Path directory, Duration wait, String command) throws IOException {
    Path file = directory.resolve("lock");
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      long deadline = System.nanoTime() + wait.toNanos();
      for (long pause = FIRST_PAUSE;
          !tryLock(channel);
          pause = Math.min(pause * 2, LONGEST_PAUSE)) {
        if (System.nanoTime() - deadline >= 0) {
          String owner = owner(directory).orElse("another process");
          throw new StoreException.Busy(
              "store " + directory + " is in use by " + owner + ". Wait, or pass --wait 5m.");
        }
        Thread.sleep(pause);
      }
      byte[] owner =
          ("process " + ProcessHandle.current().pid() + " (" + command + ")\n")
              .getBytes(StandardCharsets.UTF_8);
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(owner), 0);
      return new StoreLock(channel);
    } catch (InterruptedException e) {
      channel.close();
      Thread.currentThread().interrupt();
      throw new java.io.InterruptedIOException("interrupted while waiting for store " + directory);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /// Who holds the lock, as they call themselves; empty when nobody says so.
  static Optional<String> owner(Path directory) throws IOException {
    Path file = directory.resolve("lock");
    return Files.exists(file)
        ? Optional.of(Files.readString(file).strip()).filter(text -> !text.isEmpty())
        : Optional.empty();
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      // This process has the store open already, in another thread.
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    channel.truncate(0);
    channel.close();
  }
}
