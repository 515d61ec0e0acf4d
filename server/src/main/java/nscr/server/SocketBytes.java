package nscr.server;

import io.helidon.common.socket.HelidonSocket;
import io.helidon.webserver.ServerConnectionException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.function.Supplier;

/// The bytes of a plaintext socket, read in pieces that grow while they are filled: an upload comes
/// in large ones, and an idle connection holds little. One thread.
final class SocketBytes implements Supplier<byte[]> {
  private static final int SMALL = 4 << 10;
  private static final int LARGE = 32 << 10;

  private final HelidonSocket socket;

  /// Heads come through this one, which is there as long as the connection: it waits in a read.
  private final byte[] small = new byte[SMALL];

  private int size = SMALL;

  SocketBytes(HelidonSocket socket) {
    this.socket = socket;
  }

  /// The next bytes; null at the end, as Helidon has it.
  @Override
  @SuppressWarnings("removal") // get() reads through a buffer of 8 KiB
  public byte[] get() {
    byte[] bytes = size == SMALL ? small : new byte[size];
    int count;
    try {
      count = socket.read(new Target(bytes));
    } catch (UncheckedIOException e) {
      throw new ServerConnectionException("cannot read from the socket", e);
    }
    if (count < 0) {
      return null;
    }
    size = count == bytes.length ? LARGE : count < SMALL ? SMALL : size;
    return count == LARGE ? bytes : Arrays.copyOf(bytes, count);
  }

  /// Where a socket puts what it reads.
  private static final class Target extends OneWayData {
    private final byte[] bytes;

    Target(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public int readFrom(InputStream in) {
      try {
        return in.read(bytes);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public int available() {
      return bytes.length;
    }
  }
}
