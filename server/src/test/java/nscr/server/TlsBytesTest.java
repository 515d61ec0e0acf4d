package nscr.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helidon.common.buffers.BufferData;
import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsBytesTest {
  @TempDir Path directory;
  private TlsFiles files;
  private TlsIdentity identity;

  @BeforeEach
  void identify() throws Exception {
    files = TlsTest.identity(directory, "one", "EC");
    identity = TlsIdentity.of(files, Duration.ofHours(1));
  }

  @AfterEach
  void close() {
    identity.close();
  }

  private TlsClient client(int atOnce, String protocol) throws Exception {
    return new TlsClient(TlsTest.trusting(files).createSSLEngine(), atOnce, protocol);
  }

  private TlsBytes server(TlsClient client) {
    return new TlsBytes(identity.engine(), client, client);
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new SplittableRandom(length).nextBytes(bytes);
    return bytes;
  }

  @Test
  void what_is_sent_is_read_in_whatever_pieces_it_comes_and_is_wanted() throws Exception {
    byte[] sent = random(150_000);
    for (String protocol : new String[] {"TLSv1.2", "TLSv1.3"}) {
      for (int atOnce : new int[] {7, 1000, 20_000, 1 << 20}) {
        for (int wanted : new int[] {1, 5000, 16_384, 65_536}) {
          TlsClient client = client(atOnce, protocol);
          client.say(sent);
          TlsBytes server = server(client);
          ByteArrayOutputStream read = new ByteArrayOutputStream();
          byte[] piece = new byte[wanted + 10];
          int count;
          while ((count = server.read(piece, 10, wanted)) > 0) {
            read.write(piece, 10, count);
          }
          assertEquals(-1, count);
          assertArrayEquals(
              sent, read.toByteArray(), protocol + ", " + atOnce + " at once, wanted " + wanted);
        }
      }
    }
  }

  @Test
  void what_is_read_as_arrays_is_the_same() throws Exception {
    byte[] sent = random(50_000);
    TlsClient client = client(3000, "TLSv1.3");
    client.say(sent);
    TlsBytes server = server(client);
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    byte[] bytes;
    while ((bytes = server.get()) != null) {
      assertTrue(bytes.length > 0);
      read.writeBytes(bytes);
    }
    assertArrayEquals(sent, read.toByteArray());
  }

  @Test
  void what_is_written_is_heard_and_64_kib_go_by_one_write() throws Exception {
    for (String protocol : new String[] {"TLSv1.2", "TLSv1.3"}) {
      TlsClient client = client(1 << 20, protocol);
      TlsBytes server = begun(client);
      for (int length : new int[] {1, 16_384, 16_385, 65_536, 200_000}) {
        byte[] bytes = random(length);
        int before = client.writes;
        server.write(BufferData.create(bytes));
        assertArrayEquals(bytes, client.heard(), protocol + ", " + length);
        int writes = client.writes - before;
        assertTrue(writes <= (length + 65_535) / 65_536, writes + " writes of " + length);
      }
      server.writeNow(BufferData.create("head "), BufferData.create("body"));
      assertArrayEquals("head body".getBytes(StandardCharsets.US_ASCII), client.heard());
    }
  }

  /// A server that has shaken hands.
  private TlsBytes begun(TlsClient client) {
    client.say(new byte[] {1});
    TlsBytes server = server(client);
    assertEquals(1, server.read(new byte[10], 0, 10));
    return server;
  }

  @Test
  void the_end_is_told() throws Exception {
    for (String protocol : new String[] {"TLSv1.2", "TLSv1.3"}) {
      TlsClient client = client(1 << 20, protocol);
      TlsBytes server = begun(client);
      server.close();
      client.heard();
      assertTrue(client.isToldTheEnd(), protocol);
    }
  }

  @Test
  void why_hands_are_not_shaken_is_told() throws Exception {
    TlsClient client = client(1 << 20, "TLSv1.3");
    client.offer("h2");
    TlsBytes server = server(client);
    assertThrows(UncheckedIOException.class, () -> server.read(new byte[10], 0, 10));
    SSLException told = assertThrows(SSLException.class, client::heard);
    assertTrue(told.getMessage().contains("no_application_protocol"), told.getMessage());
  }
}
