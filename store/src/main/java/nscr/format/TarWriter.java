package nscr.format;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import nscr.content.ContentException;

/// Writes a tar that is the same for the same files: owner 0, mode 0644, time 0.
///
/// POSIX ustar; a PAX header is added only where ustar has no room: a name of more than 100
/// characters, a size of 8 GiB or more. Names are ASCII.
final class TarWriter {
  private static final int BLOCK = 512;
  private static final int CHUNK = 64 << 10;
  private static final int NAME_LENGTH = 100;
  private static final long SIZE_LIMIT = 1L << 33;

  private final OutputStream out;

  // Only whole chunks are written: the page cache takes twice as long for writes that begin inside
  // its pages.
  private final byte[] chunk = new byte[CHUNK];
  private int filled;

  /// @param out is flushed, never closed
  TarWriter(OutputStream out) {
    this.out = out;
  }

  /// Writes a file, reading `content` to its end.
  ///
  /// @throws ContentException when `content` is not `size` bytes; what was written is then useless
  void file(String name, long size, InputStream content) throws IOException {
    header(name, size);
    long count = 0;
    int some;
    while ((some = content.read(chunk, filled, CHUNK - filled)) >= 0) {
      count += some;
      if (count > size) {
        throw new ContentException(name + " is longer than the " + size + " bytes it should have");
      }
      advance(some);
    }
    if (count < size) {
      throw new ContentException(name + " ends after " + count + " of " + size + " bytes");
    }
    pad(size);
  }

  void file(String name, byte[] content) throws IOException {
    file(name, content.length, new ByteArrayInputStream(content));
  }

  /// Ends the archive.
  void finish() throws IOException {
    write(new byte[2 * BLOCK]);
    out.write(chunk, 0, filled);
    out.flush();
  }

  private void write(byte[] bytes) throws IOException {
    for (int done = 0; done < bytes.length; ) {
      int some = Math.min(bytes.length - done, CHUNK - filled);
      System.arraycopy(bytes, done, chunk, filled, some);
      advance(some);
      done += some;
    }
  }

  private void advance(int count) throws IOException {
    filled += count;
    if (filled == CHUNK) {
      out.write(chunk, 0, CHUNK);
      filled = 0;
    }
  }

  private void header(String name, long size) throws IOException {
    StringBuilder pax = new StringBuilder();
    if (name.length() > NAME_LENGTH) {
      pax.append(paxRecord("path", name));
    }
    if (size >= SIZE_LIMIT) {
      pax.append(paxRecord("size", Long.toString(size)));
    }
    if (!pax.isEmpty()) {
      byte[] records = pax.toString().getBytes(StandardCharsets.US_ASCII);
      write(block("PaxHeaders/" + name, records.length, 'x'));
      write(records);
      pad(records.length);
    }
    write(block(name, size >= SIZE_LIMIT ? 0 : size, '0'));
  }

  // The length at its start counts its own digits.
  private static String paxRecord(String key, String value) {
    int rest = key.length() + value.length() + 3;
    int length = rest + Integer.toString(rest).length();
    length = rest + Integer.toString(length).length();
    return length + " " + key + "=" + value + "\n";
  }

  private static byte[] block(String name, long size, char type) {
    byte[] block = new byte[BLOCK];
    put(block, 0, name.substring(0, Math.min(name.length(), NAME_LENGTH)));
    put(block, 100, "0000644\0");
    put(block, 108, "0000000\0");
    put(block, 116, "0000000\0");
    put(block, 124, String.format("%011o\0", size));
    put(block, 136, "00000000000\0");
    put(block, 148, "        ");
    block[156] = (byte) type;
    put(block, 257, "ustar\00000");
    put(block, 329, "0000000\0");
    put(block, 337, "0000000\0");
    int sum = 0;
    for (byte b : block) {
      sum += b & 0xff;
    }
    put(block, 148, String.format("%06o\0 ", sum));
    return block;
  }

  private static void put(byte[] block, int offset, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, block, offset, bytes.length);
  }

  private void pad(long size) throws IOException {
    int rest = (int) (size % BLOCK);
    if (rest > 0) {
      write(new byte[BLOCK - rest]);
    }
  }
}
