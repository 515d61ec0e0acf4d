package nscr.format;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import nscr.content.ContentException;
import org.tukaani.xz.MemoryLimitException;

/// What is inside a stream that may be compressed.
///
/// Damaged data is a [ContentException] that names what is being read, whatever the decompressor
/// threw; trouble with reading the compressed bytes themselves, such as a bad disk, stays the
/// [IOException] it was.
final class Decompressed extends InputStream {
  private static final int BUFFER = 64 << 10;

  private final String what;
  private final Raw raw;
  private final Compression compression;
  private final InputStream in;

  /// @param what names the stream in messages, such as `app.tar`
  /// @throws ContentException when the compressed data is damaged from its start
  Decompressed(InputStream compressed, String what) throws IOException {
    this.what = what;
    this.raw = new Raw(compressed);
    ReadAhead ahead = new ReadAhead(raw, BUFFER);
    this.compression = Compression.detect(ahead.start(Compression.START));
    this.in = inside(ahead);
  }

  private InputStream inside(InputStream buffered) throws IOException {
    try {
      return compression.decompress(buffered);
    } catch (IOException | RuntimeException e) {
      throw sorted(e);
    }
  }

  Compression compression() {
    return compression;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    try {
      return in.read(into, offset, length);
    } catch (IOException | RuntimeException e) {
      throw sorted(e);
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private IOException sorted(Exception e) {
    if (raw.failure != null) {
      return raw.failure;
    }
    String name = compression.name().toLowerCase(Locale.ROOT);
    if (e instanceof MemoryLimitException limit) {
      return new ContentException(
          what
              + ": its xz data needs "
              + limit.getMemoryNeeded() / 1024
              + " MiB of memory, twice that as Java heap",
          e);
    }
    if (e instanceof EOFException || raw.ended) {
      return new ContentException(
          what + ": the " + name + " data is cut short after " + raw.count + " bytes", e);
    }
    return new ContentException(
        what + ": the " + name + " data is damaged near byte " + raw.count + ": " + e.getMessage(),
        e);
  }

  /// The compressed bytes; remembers how reading them ended.
  private static final class Raw extends FilterInputStream {
    private IOException failure;
    private long count;
    private boolean ended;

    Raw(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      try {
        int some = super.read(into, offset, length);
        count += Math.max(some, 0);
        ended |= some < 0;
        return some;
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }

    @Override
    public long skip(long bytes) throws IOException {
      long skipped = super.skip(bytes);
      count += skipped;
      return skipped;
    }
  }
}
