package nscr.server;

import io.helidon.common.socket.HelidonSocket;
import io.helidon.webserver.ServerConnectionException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;

/// The bytes of a TCP socket, read in pieces that grow while they are filled: much comes in large
/// ones, and an idle connection holds little. One thread.
final class SocketBytes implements Wire {
  private static final int SMALL = 4 << 10;
  private static final int LARGE = 32 << 10;

  private final HelidonSocket socket;

  /// Heads come through this one, which is there as long as the connection: it waits in a read.
  private final byte[] small = new byte[SMALL];

  private int size = SMALL;

  SocketBytes(HelidonSocket socket) {
    this.socket = socket;
  }

  @Override
  public byte[] get() {
    byte[] bytes = size == SMALL ? small : new byte[size];
    int count = read(bytes, 0, bytes.length);
    if (count < 0) {
      return null;
    }
    size = count == bytes.length ? LARGE : count < SMALL ? SMALL : size;
    return count == LARGE ? bytes : Arrays.copyOf(bytes, count);
  }

  @Override
  @SuppressWarnings("removal") // the socket's get() reads through a buffer of 8 KiB
  public int read(byte[] bytes, int offset, int length) {
    try {
      return socket.read(new Target(bytes, offset, length));
    } catch (UncheckedIOException e) {
      throw new ServerConnectionException("cannot read from the socket", e);
    }
  }

  /// Where a socket puts what it reads.
  private static final class Target extends OneWayData {
    private final byte[] bytes;
    private final int offset;
    private final int length;

    Target(byte[] bytes, int offset, int length) {
      this.bytes = bytes;
      this.offset = offset;
      this.length = length;
    }

    @Override
    public int readFrom(InputStream in) {
      try {
        return in.read(bytes, offset, length);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public int available() {
      return length;
    }
  }
}
