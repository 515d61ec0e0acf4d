package nscr.format;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;

/// Compresses a stream while it is read. Memory: one chunk and what the compressor makes of it.
final class CompressingStream extends InputStream {
  private static final int CHUNK = 1 << 16;

  private final InputStream plain;
  private final Drain drain = new Drain();
  private final OutputStream compressor;
  private final byte[] chunk = new byte[CHUNK];
  private boolean closed;

  /// Makes a compressor that writes to the stream it is given.
  interface Format {
    OutputStream over(OutputStream out) throws IOException;
  }

  CompressingStream(InputStream plain, Format format) throws IOException {
    this.plain = plain;
    this.compressor = format.over(drain);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, into.length);
    while (drain.isEmpty() && !closed) {
      // Whole chunks, so that the result cannot depend on how the bytes happened to arrive.
      int count = plain.readNBytes(chunk, 0, CHUNK);
      if (count == 0) {
        closeCompressor();
      } else {
        compressor.write(chunk, 0, count);
      }
    }
    return drain.take(into, offset, length);
  }

  private void closeCompressor() throws IOException {
    closed = true;
    compressor.close();
  }

  @Override
  public void close() throws IOException {
    try (plain) {
      if (!closed) {
        closeCompressor();
      }
    }
  }

  /// What was written and not yet taken.
  private static final class Drain extends ByteArrayOutputStream {
    private int taken;

    boolean isEmpty() {
      return taken == count;
    }

    int take(byte[] into, int offset, int length) {
      if (isEmpty()) {
        return length == 0 ? 0 : -1;
      }
      int some = Math.min(length, count - taken);
      System.arraycopy(buf, taken, into, offset, some);
      taken += some;
      if (isEmpty()) {
        reset();
        taken = 0;
      }
      return some;
    }
  }
}
