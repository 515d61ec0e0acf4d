package nscr.blob;

import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/// Bytes open for reading.
public final class MemoryChannel implements SeekableByteChannel {
  private final byte[] content;
  private long position;
  private boolean closed;

  public MemoryChannel(byte[] content) {
    this.content = content;
  }

  @Override
  public int read(ByteBuffer into) throws ClosedChannelException {
    checkOpen();
    if (position >= content.length) {
      return -1;
    }
    int count = Math.min(into.remaining(), content.length - (int) position);
    into.put(content, (int) position, count);
    position += count;
    return count;
  }

  @Override
  public int write(ByteBuffer from) {
    throw new NonWritableChannelException();
  }

  @Override
  public long position() throws ClosedChannelException {
    checkOpen();
    return position;
  }

  @Override
  public SeekableByteChannel position(long to) throws ClosedChannelException {
    checkOpen();
    position = to;
    return this;
  }

  @Override
  public long size() throws ClosedChannelException {
    checkOpen();
    return content.length;
  }

  @Override
  public SeekableByteChannel truncate(long size) {
    throw new NonWritableChannelException();
  }

  @Override
  public boolean isOpen() {
    return !closed;
  }

  @Override
  public void close() {
    closed = true;
  }

  private void checkOpen() throws ClosedChannelException {
    if (closed) {
      throw new ClosedChannelException();
    }
  }
}
