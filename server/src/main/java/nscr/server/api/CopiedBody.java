package nscr.server.api;

import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerResponse;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/// Sends a blob through a buffer of this process: works on every listener.
public final class CopiedBody implements BlobBody {
  private static final int TURN = 1 << 20;

  private final Buffers buffers = Buffers.ofHeap();
  private final Turns turns;

  public CopiedBody(Turns turns) {
    this.turns = turns;
  }

  @Override
  public void send(ServerResponse response, SeekableByteChannel content, long first, long length)
      throws IOException {
    try (Buffers.Lease lease = buffers.take(length)) {
      send(response, content.position(first), length, ByteBuffer.wrap(lease.bytes()));
    }
  }

  private void send(
      ServerResponse response, SeekableByteChannel content, long length, ByteBuffer buffer)
      throws IOException {
    OutputStream out = response.outputStream();
    Turns.Turn turn = turns.of(TURN);
    for (long left = length; left > 0; ) {
      buffer.clear().limit((int) Math.min(left, buffer.capacity()));
      if (content.read(buffer) < 0) {
        throw new EOFException("the file is " + left + " bytes short");
      }
      write(out, buffer);
      left -= buffer.position();
      turn.moved(buffer.position());
    }
    close(out);
  }

  private static void write(OutputStream out, ByteBuffer buffer) {
    try {
      out.write(buffer.array(), 0, buffer.position());
    } catch (IOException | RuntimeException e) {
      throw new CloseConnectionException("the client went", e);
    }
  }

  private static void close(OutputStream out) {
    try {
      out.close();
    } catch (IOException | RuntimeException e) {
      throw new CloseConnectionException("the client went", e);
    }
  }
}
