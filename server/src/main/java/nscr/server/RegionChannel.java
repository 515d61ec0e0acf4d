package nscr.server;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/// A part of a file, as a file of its own that can only be transferred. One thread.
///
/// `Channels.newInputStream(this).transferTo(socket.getOutputStream())` calls [#transferTo] with
/// the socket's channel. What only a JDK that does it otherwise would call is refused.
final class RegionChannel extends FileChannel {
  private static final long MOST_AT_ONCE = 2 << 20;
  private static final int LEAST_AT_ONCE = 8 << 10;

  private final FileChannel file;
  private final long first;
  private final long length;
  private final Runnable progressed;
  private long position;

  RegionChannel(FileChannel file, long first, long length, Runnable progressed) {
    this.file = file;
    this.first = first;
    this.length = length;
    this.progressed = progressed;
  }

  private static UnsupportedOperationException refused() {
    return new UnsupportedOperationException("a region of a file is only transferred");
  }

  @Override
  public long transferTo(long from, long count, WritableByteChannel target) throws IOException {
    long wanted = Math.min(Math.min(count, length - from), MOST_AT_ONCE);
    long moved = file.transferTo(first + from, wanted, target);
    if (moved == 0 && wanted > 0) {
      // On a virtual thread a full socket gives 0 at once, and asking again would burn a core: a
      // plain write waits.
      moved = write(first + from, Math.min(wanted, LEAST_AT_ONCE), target);
    }
    progressed.run();
    return moved;
  }

  private long write(long from, long count, WritableByteChannel target) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate((int) count);
    if (file.read(buffer, from) <= 0) {
      throw new EOFException("the file is short: it ends at " + from);
    }
    return target.write(buffer.flip());
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public FileChannel position(long next) {
    position = next;
    return this;
  }

  @Override
  public long size() {
    return length;
  }

  @Override
  public int read(ByteBuffer target) {
    throw refused();
  }

  @Override
  public long read(ByteBuffer[] targets, int offset, int count) {
    throw refused();
  }

  @Override
  public int read(ByteBuffer target, long from) {
    throw refused();
  }

  @Override
  public int write(ByteBuffer source) {
    throw refused();
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int count) {
    throw refused();
  }

  @Override
  public int write(ByteBuffer source, long at) {
    throw refused();
  }

  @Override
  public FileChannel truncate(long size) {
    throw refused();
  }

  @Override
  public void force(boolean metadata) {
    throw refused();
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long at, long count) {
    throw refused();
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long at, long count) {
    throw refused();
  }

  @Override
  public FileLock lock(long at, long count, boolean shared) {
    throw refused();
  }

  @Override
  public FileLock tryLock(long at, long count, boolean shared) {
    throw refused();
  }

  @Override
  protected void implCloseChannel() {
    // The file is its owner's to close.
    position = length;
  }
}
