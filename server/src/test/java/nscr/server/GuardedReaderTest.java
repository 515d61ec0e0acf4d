package nscr.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class GuardedReaderTest {
  /// docker sends chunks of 32 KiB and more, which come in any pieces: also with the last two bytes
  /// of a chunk alone, as long as the CR LF that follows.
  @Test
  void a_chunked_body_is_the_same_in_whatever_pieces_it_comes() {
    byte[] sent =
        "7\r\nab\r\ncde\r\n2;x=y\r\nfg\r\n1\r\nh\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    for (int first = 0; first <= sent.length; first++) {
      for (int second = first; second <= sent.length; second++) {
        assertEquals(
            "ab\r\ncdefgh", bodyOf(sent, first, second), "cut at " + first + ", " + second);
      }
    }
  }

  /// Reads as Helidon does: the size line, so many bytes, the line's end, and at last an empty
  /// line.
  private static String bodyOf(byte[] sent, int... cuts) {
    Queue<byte[]> pieces = new ArrayDeque<>();
    int from = 0;
    for (int cut : cuts) {
      pieces.add(Arrays.copyOfRange(sent, from, cut));
      from = cut;
    }
    pieces.add(Arrays.copyOfRange(sent, from, sent.length));
    pieces.removeIf(piece -> piece.length == 0);
    StringBuilder body = new StringBuilder();
    try (ConnectionWatch watch = new ConnectionWatch(Patience.USUAL);
        ConnectionWatch.Watched watched = watch.watch(waiting -> {})) {
      GuardedReader reader = new GuardedReader(pieces::poll, watched);
      int length;
      while ((length = Integer.parseInt(reader.readLine(), 16)) > 0) {
        BufferData data = reader.readBuffer(length);
        body.append(data.readString(length, StandardCharsets.US_ASCII));
        reader.skip(2);
      }
      assertEquals("", reader.readLine());
    }
    return body.toString();
  }

  /// What came with the head first, then straight from the wire, and nothing of what follows.
  @Test
  void a_body_of_a_said_length_is_the_same_in_whatever_pieces_it_comes_and_is_wanted() {
    byte[] sent = "PUT /\r\nabcdefghGET /\r\n".getBytes(StandardCharsets.US_ASCII);
    for (boolean intoArrays : new boolean[] {false, true}) {
      for (int first = 1; first <= sent.length; first++) {
        for (int wanted = 1; wanted <= 9; wanted++) {
          assertEquals(
              "PUT /|abcdefgh|GET /",
              lineBodyLine(new Pieces(sent, first, intoArrays), 8, wanted),
              "cut at " + first + ", wanted " + wanted);
        }
      }
    }
  }

  @Test
  void a_body_shorter_than_it_said_has_no_end() {
    byte[] sent = "PUT /\r\nabc".getBytes(StandardCharsets.US_ASCII);
    assertThrows(
        DataReader.InsufficientDataAvailableException.class,
        () -> lineBodyLine(new Pieces(sent, 7, true), 8, 9));
  }

  /// Sends two pieces: as arrays only, or also into arrays.
  private static final class Pieces implements Wire {
    private final Queue<byte[]> pieces = new ArrayDeque<>();
    private final boolean intoArrays;

    Pieces(byte[] sent, int first, boolean intoArrays) {
      pieces.add(Arrays.copyOf(sent, first));
      pieces.add(Arrays.copyOfRange(sent, first, sent.length));
      pieces.removeIf(piece -> piece.length == 0);
      this.intoArrays = intoArrays;
    }

    @Override
    public byte[] get() {
      return pieces.poll();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      if (!intoArrays) {
        return 0;
      }
      byte[] piece = pieces.poll();
      if (piece == null) {
        return -1;
      }
      int count = Math.min(length, piece.length);
      System.arraycopy(piece, 0, bytes, offset, count);
      if (count < piece.length) {
        byte[] second = pieces.poll();
        pieces.add(Arrays.copyOfRange(piece, count, piece.length));
        if (second != null) {
          pieces.add(second);
        }
      }
      return count;
    }
  }

  /// Reads as Helidon does: a line, a body, and another line.
  private static String lineBodyLine(Wire wire, int length, int wanted) {
    try (ConnectionWatch watch = new ConnectionWatch(Patience.USUAL);
        ConnectionWatch.Watched watched = watch.watch(waiting -> {})) {
      GuardedReader reader = new GuardedReader(wire, watched);
      StringBuilder all = new StringBuilder(line(reader)).append('|');
      watched.waits(ConnectionWatch.Waiting.NOTHING);
      reader.expectBody(length);
      reader.ensureAvailable();
      BufferData body = reader.readBuffer(Math.min(reader.available(), length));
      byte[] piece = new byte[wanted + 3];
      while (!body.consumed()) {
        int count = body.read(piece, 3, wanted);
        all.append(new String(piece, 3, count, StandardCharsets.US_ASCII));
      }
      return all.append('|').append(line(reader)).toString();
    }
  }

  private static String line(GuardedReader reader) {
    String line = reader.readAsciiString(reader.findNewLine(100));
    reader.skip(2);
    return line;
  }
}
