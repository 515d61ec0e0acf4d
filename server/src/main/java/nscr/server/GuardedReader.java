package nscr.server;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.http.DirectHandler.EventType;
import io.helidon.http.RequestException;
import io.helidon.webserver.CloseConnectionException;
import java.io.UncheckedIOException;
import java.util.function.Supplier;
import nscr.server.ConnectionWatch.Waiting;
import nscr.server.ConnectionWatch.Watched;

/// What a connection reads, bounded. One thread.
///
/// Helidon 4.5.0 reads a whole chunk of a chunked body into memory, and its size line however long.
/// Here a chunk of any size is shown to it as many small ones, each of bytes that have come
/// already, and a line is at most {@value #LONGEST_LINE} bytes. Chunk extensions are dropped, and
/// what should end a chunk must be there. A body that said its length is not read here at all, but
/// when somebody asks for it, into the array it is wanted in.
final class GuardedReader extends DataReader {
  private static final int LONGEST_LINE = 256;
  private static final int MOST_DIGITS = 15;

  private final Wire wire;
  private final Watched watched;
  private long bodyLeft;
  private long chunkLeft;
  private boolean pieceRead;
  private boolean endOfChunks;

  @SuppressWarnings("removal") // the factory methods of 4.5.0 cannot make a subclass
  GuardedReader(Wire wire, Watched watched) {
    super(() -> read(wire, watched));
    this.wire = wire;
    this.watched = watched;
  }

  /// Says that a body of so many bytes comes next.
  void expectBody(long length) {
    bodyLeft = length;
  }

  private static <T> T read(Supplier<T> reading, Watched watched) {
    Waiting before = watched.waiting();
    // The time for a head counts from its first byte, and for bytes from the last that came.
    if (before == Waiting.NOTHING) {
      watched.waits(Waiting.READ);
    }
    T read;
    try {
      read = reading.get();
    } catch (UncheckedIOException e) {
      // Such as one that trusts another certificate, or speaks no TLS: nothing to be answered, and
      // nothing for the log of whoever runs the server.
      throw new CloseConnectionException("the client is not to be understood, or gone", e);
    }
    if (before == Waiting.IDLE) {
      watched.waits(Waiting.HEAD);
    } else if (before == Waiting.NOTHING) {
      watched.waits(Waiting.NOTHING);
    }
    return read;
  }

  /// Called for the first line of a request, and for each of its headers.
  @Override
  public int findNewLine(int max) {
    if (watched.waiting() != Waiting.HEAD) {
      bodyLeft = 0;
      chunkLeft = 0;
      pieceRead = false;
      endOfChunks = false;
      watched.waits(super.available() > 0 ? Waiting.HEAD : Waiting.IDLE);
    }
    return super.findNewLine(max);
  }

  /// Called for the size line of a chunk, and for the line behind the last one.
  @Override
  public String readLine() {
    if (endOfChunks) {
      endOfChunks = false;
      return boundedLine();
    }
    if (chunkLeft == 0) {
      chunkLeft = size(boundedLine());
    }
    if (chunkLeft == 0) {
      endOfChunks = true;
      return "0";
    }
    ensureAvailable();
    return Long.toHexString(Math.min(chunkLeft, available()));
  }

  private String boundedLine() {
    int length;
    try {
      length = super.findNewLine(LONGEST_LINE);
    } catch (IncorrectNewLineException e) {
      throw broken("a line of the chunked body is not ended by CR LF");
    }
    if (length == LONGEST_LINE) {
      throw broken("a line of the chunked body is longer than " + LONGEST_LINE + " bytes");
    }
    String line = readAsciiString(length);
    super.skip(2);
    return line;
  }

  private static long size(String line) {
    int semicolon = line.indexOf(';');
    String digits = (semicolon < 0 ? line : line.substring(0, semicolon)).strip();
    if (digits.isEmpty()
        || digits.length() > MOST_DIGITS
        || !digits.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 0x80)) {
      throw broken("the size of a chunk is no hexadecimal number");
    }
    return Long.parseLong(digits, 16);
  }

  /// Of a body that said its length everything counts as available: it is read when it is wanted.
  @Override
  public int available() {
    return bodyLeft > 0 ? (int) Math.min(bodyLeft, Integer.MAX_VALUE) : super.available();
  }

  @Override
  public void ensureAvailable() {
    if (bodyLeft == 0 || super.available() > 0) {
      super.ensureAvailable();
    }
  }

  @Override
  public BufferData readBuffer(int length) {
    if (bodyLeft > 0) {
      bodyLeft -= length;
      return new Body(length);
    }
    BufferData data = super.readBuffer(length); // skips these bytes by our skip: not yet a piece
    if (chunkLeft > 0) {
      chunkLeft -= length;
      pieceRead = true;
    }
    return data;
  }

  @Override
  public void skip(int length) {
    if (!pieceRead || length != 2) {
      super.skip(length);
      return;
    }
    pieceRead = false;
    if (chunkLeft == 0 && (read() != '\r' || read() != '\n')) {
      throw broken("a chunk does not end where its size says");
    }
  }

  /// Reads into `bytes` what of a body has come with the head, and then what comes.
  private int readBody(byte[] bytes, int offset, int length) {
    if (super.available() == 0) {
      int count = read(() -> wire.read(bytes, offset, length), watched);
      if (count < 0) {
        throw new InsufficientDataAvailableException();
      }
      if (count > 0) {
        return count;
      }
      pullData();
    }
    int count = Math.min(length, super.available());
    return super.readBuffer(count).read(bytes, offset, count);
  }

  /// A body, or as much of it as an int can count, still to be read.
  private final class Body extends OneWayData {
    private int left;

    Body(int length) {
      this.left = length;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      int count = readBody(bytes, offset, Math.min(length, left));
      left -= count;
      return count;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public boolean consumed() {
      return left == 0;
    }

    @Override
    public int available() {
      return left;
    }
  }

  private static RequestException broken(String message) {
    return RequestException.builder()
        .type(EventType.BAD_REQUEST)
        .message(message)
        .safeMessage(true)
        .setKeepAlive(false)
        .build();
  }
}
