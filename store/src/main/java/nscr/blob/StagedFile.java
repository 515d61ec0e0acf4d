package nscr.blob;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// A staged file open for appending. What a failed write has left behind is cut off again.
final class StagedFile implements Staged {
  private static final Set<? extends OpenOption> APPENDING =
      Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
  private static final Set<? extends OpenOption> WRITING =
      Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
  private static final FileAttribute<Set<PosixFilePermission>> OURS_ALONE =
      PosixFilePermissions.asFileAttribute(
          Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));

  // Larger writes have the page cache look for large runs of free memory, which costs several times
  // as much once memory is in pieces.
  private static final int MOST_AT_ONCE = 64 << 10;

  private final Path path;
  private final Room room;
  private FileChannel channel;
  private long size;

  private StagedFile(Path path, FileChannel channel, Room room) throws IOException {
    this.path = path;
    this.room = room;
    this.channel = channel;
    this.size = channel.size();
  }

  /// Opens the file at its end, creating it when there is none.
  static StagedFile open(Path path, Room room) throws IOException {
    return new StagedFile(path, FileChannel.open(path, APPENDING, OURS_ALONE), room);
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public void write(ByteBuffer bytes) throws IOException {
    room.check();
    long end = size;
    try {
      while (bytes.hasRemaining()) {
        int count = writeSome(bytes, end);
        bytes.position(bytes.position() + count);
        end += count;
      }
      size = end;
    } catch (IOException e) {
      cut(e);
      throw new IOException("cannot write " + path + ": " + e.getMessage(), e);
    }
  }

  /// An interrupt closes the channel, and how much of the write was done by then nobody knows: it
  /// is done again by another channel.
  private int writeSome(ByteBuffer bytes, long end) throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        ByteBuffer some = bytes.slice(bytes.position(), Math.min(bytes.remaining(), MOST_AT_ONCE));
        try {
          return channel.write(some, end);
        } catch (ClosedByInterruptException e) {
          interrupted |= Thread.interrupted();
          channel = FileChannel.open(path, WRITING);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// Cuts off what a write that failed has left. An interrupt, which would end this too, is set
  /// aside until it is done.
  private void cut(IOException failure) {
    boolean interrupted = Thread.interrupted();
    try (FileChannel other = FileChannel.open(path, WRITING)) {
      other.truncate(size);
    } catch (IOException e) {
      failure.addSuppressed(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
