package nscr.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.helidon.common.buffers.BufferData;
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
}
