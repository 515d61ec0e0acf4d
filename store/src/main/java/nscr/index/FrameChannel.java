package nscr.index;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Frames over a socket: four bytes that say how long the rest is, and the rest. One thread at a
/// time; only [#wake] is for others.
///
/// Nothing waits longer than the deadline says, but for the beginning of a frame. An interrupt ends
/// no transfer, which would leave half a frame behind: it is set again with [#giveInterruptBack].
final class FrameChannel extends FrameWriter implements Closeable {
  private static final int BUFFER = 32 << 10;

  private final SocketChannel socket;
  private final Selector selector;
  private final ByteBuffer in = ByteBuffer.allocate(BUFFER).limit(0);
  private final ByteBuffer out = ByteBuffer.allocate(BUFFER);
  private long deadline;
  private boolean isEndless = true;
  private boolean wasInterrupted;
  private volatile boolean isWoken;

  /// Bytes of the frame that is being read and were not asked for yet.
  private int left;

  /// @param socket is this one's from here on, also when this fails
  FrameChannel(SocketChannel socket) throws IOException {
    this.socket = socket;
    try {
      socket.configureBlocking(false);
      this.selector = Selector.open();
      socket.register(selector, SelectionKey.OP_READ);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /// From now on waiting ends with [OwnerSilentException] when `patience` is over.
  void limit(Duration patience) {
    isEndless = false;
    deadline = System.nanoTime() + patience.toNanos();
  }

  void giveInterruptBack() {
    if (wasInterrupted) {
      wasInterrupted = false;
      Thread.currentThread().interrupt();
    }
  }

  /// Waits, for ever if need be, until a frame begins.
  ///
  /// @return false when none will: the other side has ended the connection, or [#wake] was called
  boolean await() throws IOException {
    isEndless = true;
    while (!in.hasRemaining()) {
      if (isWoken || fill() < 0) {
        return false;
      }
    }
    return true;
  }

  /// Ends [#await], now or when it is called next.
  void wake() {
    isWoken = true;
    selector.wakeup();
  }

  boolean isWoken() {
    return isWoken;
  }

  /// Begins to read a frame.
  ///
  /// @return its length, which is at most `largest`
  /// @throws EOFException when the connection has ended
  int begin(int largest) throws IOException {
    left = Integer.BYTES;
    int length = integer();
    if (length < 0 || length > largest) {
      throw new MalformedFrameException("a frame of " + (length & 0xffffffffL) + " bytes");
    }
    left = length;
    return length;
  }

  /// Checks that the frame has been read to its end.
  void end() throws IOException {
    if (left != 0) {
      throw new MalformedFrameException("a frame with " + left + " bytes too many");
    }
  }

  /// Passes over what is left of the frame.
  void skip() throws IOException {
    while (left > 0) {
      raw(Math.min(left, BUFFER));
    }
  }

  int octet() throws IOException {
    return raw(1)[0] & 0xff;
  }

  int integer() throws IOException {
    return ByteBuffer.wrap(raw(Integer.BYTES)).getInt();
  }

  long number() throws IOException {
    return ByteBuffer.wrap(raw(Long.BYTES)).getLong();
  }

  byte[] bytes() throws IOException {
    return raw(integer());
  }

  String text() throws IOException {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  private byte[] raw(int length) throws IOException {
    if (length < 0 || length > left) {
      throw new MalformedFrameException("a part of a frame that is longer than the frame");
    }
    left -= length;
    byte[] bytes = new byte[length];
    for (int done = 0; done < length; ) {
      if (!in.hasRemaining() && fill() < 0) {
        throw new EOFException("the connection has ended");
      }
      int count = Math.min(in.remaining(), length - done);
      in.get(bytes, done, count);
      done += count;
    }
    return bytes;
  }

  /// Reads what is there, or waits once; -1 at the end.
  private int fill() throws IOException {
    in.clear();
    int count = -1;
    try {
      count = socket.read(in);
    } finally {
      in.flip();
    }
    if (count == 0) {
      select(SelectionKey.OP_READ);
    }
    return count;
  }

  @Override
  void raw(byte[] bytes) throws IOException {
    for (int done = 0; done < bytes.length; ) {
      if (!out.hasRemaining()) {
        flush();
      }
      int count = Math.min(out.remaining(), bytes.length - done);
      out.put(bytes, done, count);
      done += count;
    }
  }

  /// Sends what was written.
  void flush() throws IOException {
    out.flip();
    while (out.hasRemaining()) {
      if (socket.write(out) == 0) {
        select(SelectionKey.OP_WRITE);
      }
    }
    out.clear();
  }

  private void select(int operation) throws IOException {
    socket.keyFor(selector).interestOps(operation);
    wasInterrupted |= Thread.interrupted();
    if (isEndless) {
      selector.select();
    } else {
      long millis = (deadline - System.nanoTime()) / 1_000_000;
      if (millis <= 0) {
        throw new OwnerSilentException("it does not answer on index.sock");
      }
      selector.select(millis);
    }
    selector.selectedKeys().clear();
  }

  @Override
  public void close() throws IOException {
    try (selector) {
      socket.close();
    }
  }
}
