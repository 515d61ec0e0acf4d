package nscr.store;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import nscr.blob.Ownership;

/// The right to open a store's index, held by one process at a time through an operating system's
/// lock, which ends with the process however that ends. The file says who holds it, if there is
/// room for that; it is never deleted.
public final class StoreLock implements Closeable {
  private static final long PAUSE = 20;

  /// The locks this process holds, by file, and what it wrote there. They are the process's, not
  /// this class's: closing any other channel to such a file would let the lock go (POSIX), so none
  /// is opened.
  private static final Map<Object, String> HELD = new ConcurrentHashMap<>();

  private final FileChannel channel;
  private final Object file;

  private StoreLock(FileChannel channel, Object file) {
    this.channel = channel;
    this.file = file;
  }

  /// Takes the lock of the store in `directory` if nobody has it.
  ///
  /// @param process what this process calls itself to others
  /// @throws java.nio.file.FileSystemException when nothing may be written there
  public static Optional<StoreLock> take(Path directory, String process) throws IOException {
    Path path = directory.resolve("lock");
    make(path, directory);
    Object file = key(path);
    if (HELD.putIfAbsent(file, process) != null) {
      return Optional.empty();
    }
    try {
      Optional<FileChannel> channel = lock(path);
      if (channel.isEmpty()) {
        HELD.remove(file);
        return Optional.empty();
      }
      sign(channel.get(), process);
      return Optional.of(new StoreLock(channel.get(), file));
    } catch (IOException e) {
      HELD.remove(file);
      throw e;
    }
  }

  /// Says who has the lock, for the messages of others. That takes a block of the disk; on a full
  /// one they do without: it is no reason not to work, nor to touch what is kept for deleting.
  private static void sign(FileChannel channel, String process) {
    try {
      channel.truncate(0);
      channel.write(ByteBuffer.wrap((process + "\n").getBytes(StandardCharsets.UTF_8)), 0);
    } catch (IOException e) {
      return;
    }
  }

  /// As the other, waiting for whoever has it.
  ///
  /// @return empty when that took longer than `patience`
  public static Optional<StoreLock> await(Path directory, String process, Duration patience)
      throws IOException {
    long deadline = System.nanoTime() + patience.toNanos();
    Optional<StoreLock> lock = take(directory, process);
    while (lock.isEmpty() && System.nanoTime() < deadline) {
      pause();
      lock = take(directory, process);
    }
    return lock;
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for the store");
    }
  }

  private static void make(Path path, Path directory) throws IOException {
    if (!Files.exists(path)) {
      try {
        Files.createFile(path);
        Ownership.in(directory).give(path);
      } catch (FileAlreadyExistsException e) {
        // By another process, just now.
        return;
      }
    }
  }

  private static Optional<FileChannel> lock(Path path) throws IOException {
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      if (tryLock(channel)) {
        return Optional.of(channel);
      }
      channel.close();
      return Optional.empty();
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /// Who holds the lock, as they call themselves; empty when nobody says so.
  public static Optional<String> owner(Path directory) throws IOException {
    Path path = directory.resolve("lock");
    try {
      Optional<String> own = held(path);
      return own.isPresent()
          ? own
          : Optional.of(Files.readString(path).strip()).filter(text -> !text.isEmpty());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> held(Path path) throws IOException {
    return Files.exists(path) ? Optional.ofNullable(HELD.get(key(path))) : Optional.empty();
  }

  private static Object key(Path path) throws IOException {
    Object key =
        Files.readAttributes(path, java.nio.file.attribute.BasicFileAttributes.class).fileKey();
    return key == null ? path.toRealPath() : key;
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    try {
      channel.truncate(0);
    } finally {
      // In this order: between the two nobody of this process may open the file.
      channel.close();
      HELD.remove(file);
    }
  }
}
