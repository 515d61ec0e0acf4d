package nscr.format;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import nscr.content.ContentException;

/// The bytes of a tar on their way to the library that takes it apart.
///
/// Bounds what a header may take, since names and PAX records are read into memory before anyone
/// sees them, and remembers what the library does not tell: how reading ended.
final class TarBytes extends InputStream {
  private static final int LARGEST_HEADER = 1 << 20;
  private static final byte[] ZERO_RECORD = new byte[512];

  private final InputStream in;
  private final Supplier<String> where;
  private boolean inHeader;
  private long left;
  private long count;
  private boolean endMarked;
  private Optional<IOException> failure = Optional.empty();

  /// @param where begins a message: the archive, and what was read last
  TarBytes(InputStream in, Supplier<String> where) {
    this.in = in;
    this.where = where;
  }

  /// The headers of the next entry are read from now on.
  void header() {
    inHeader = true;
    left = LARGEST_HEADER;
  }

  /// The content of an entry is read from now on.
  void content() {
    inHeader = false;
    left = Long.MAX_VALUE;
  }

  /// Why reading failed, when that was not the library's decision.
  Optional<IOException> failure() {
    return failure;
  }

  /// Whether the archive, which is at its end, has something, but not the zeros that mark the end.
  /// Anything may follow these.
  boolean isCutShort() {
    return !endMarked && count > 0;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    try {
      int wanted = (int) Math.min(length, left);
      if (wanted == 0 && length > 0) {
        throw new ContentException(
            where.get() + ": the next header is longer than " + LARGEST_HEADER + " bytes");
      }
      int some = inHeader ? whole(into, offset, wanted) : in.read(into, offset, wanted);
      left -= Math.max(some, 0);
      count += Math.max(some, 0);
      return some;
    } catch (IOException e) {
      failure = Optional.of(e);
      throw e;
    }
  }

  // Never a part of a record as long as there is more, so that the end mark is seen.
  private int whole(byte[] into, int offset, int wanted) throws IOException {
    int some = in.readNBytes(into, offset, wanted);
    endMarked |=
        some == ZERO_RECORD.length
            && Arrays.equals(into, offset, offset + some, ZERO_RECORD, 0, some);
    return some == 0 && wanted > 0 ? -1 : some;
  }
}
