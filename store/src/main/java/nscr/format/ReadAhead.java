package nscr.format;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// A buffer before a stream, which shows the stream's first bytes ahead and makes small reads
/// cheap.
///
/// Unlike those of a [java.io.BufferedInputStream], large reads are never made of the buffer and
/// what comes behind it, after which each of them would go through the buffer: gigabytes are not
/// copied once more.
final class ReadAhead extends InputStream {
  private final InputStream in;
  private final byte[] buffer;
  private int next;
  private int end;

  /// @param size of the buffer, in bytes
  ReadAhead(InputStream in, int size) {
    this.in = in;
    this.buffer = new byte[size];
  }

  /// The first `count` bytes, or all if there are less; to be called before anything is read.
  byte[] start(int count) throws IOException {
    int some = 0;
    while (end < count && some >= 0) {
      some = in.read(buffer, end, buffer.length - end);
      end += Math.max(some, 0);
    }
    return Arrays.copyOf(buffer, Math.min(count, end));
  }

  @Override
  public int read() throws IOException {
    return next == end && !fill() ? -1 : buffer[next++] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (next == end) {
      if (length >= buffer.length / 2) {
        return in.read(into, offset, length);
      }
      if (length > 0 && !fill()) {
        return -1;
      }
    }
    int count = Math.min(length, end - next);
    System.arraycopy(buffer, next, into, offset, count);
    next += count;
    return count;
  }

  private boolean fill() throws IOException {
    next = 0;
    end = Math.max(0, in.read(buffer, 0, buffer.length));
    return end > 0;
  }

  @Override
  public int available() throws IOException {
    return end - next + in.available();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
