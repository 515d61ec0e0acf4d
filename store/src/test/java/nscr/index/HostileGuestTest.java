package nscr.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What comes over a connection cannot hurt the owner, nor what comes back the guest.
@Timeout(120)
class HostileGuestTest {
  private static final Speaker SPEAKER = new Speaker("test 1", "process 1 (a test)");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path directory;
  private final MemoryIndexBackend entries = new MemoryIndexBackend();
  private IndexSocket owner;

  @BeforeEach
  void listen() throws IOException {
    owner = IndexSocket.listen(entries, socket(), SPEAKER, _ -> true);
    entries.commit(new Batch(Map.of(), Map.of("a", Optional.of(Bytes.ofText("1")))));
  }

  @AfterEach
  void theOwnerStillAnswers() throws IOException {
    try (IndexBackend guest = SocketIndexBackend.connect(socket(), SPEAKER, PATIENCE)) {
      assertEquals(Optional.of(Bytes.ofText("1")), guest.get("a"));
    }
    owner.close();
  }

  private Path socket() {
    return directory.resolve("index.sock");
  }

  private SocketChannel raw() throws IOException {
    return SocketChannel.open(UnixDomainSocketAddress.of(socket()));
  }

  private static final class Frame extends FrameWriter {
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();

    @Override
    void raw(byte[] bytes) {
      content.writeBytes(bytes);
    }

    /// Whole, behind its length.
    ByteBuffer framed() {
      byte[] bytes = content.toByteArray();
      return ByteBuffer.allocate(4 + bytes.length).putInt(bytes.length).put(bytes).flip();
    }
  }

  private static ByteBuffer hello(int protocol, String format) throws IOException {
    Frame hello = new Frame();
    hello.integer(0x6e736372);
    hello.integer(protocol);
    hello.text(format);
    hello.text("process 2 (another)");
    hello.integer(0);
    return hello.framed();
  }

  /// Sends `bytes` and reads until the owner has closed the connection.
  private static long sendAndDrain(SocketChannel connection, ByteBuffer bytes) throws IOException {
    long received = 0;
    try {
      while (bytes.hasRemaining()) {
        connection.write(bytes);
      }
      connection.shutdownOutput();
      ByteBuffer in = ByteBuffer.allocate(1 << 16);
      for (int count = 0; count >= 0; count = connection.read(in.clear())) {
        received += count;
      }
    } catch (IOException e) {
      // It was closed before all was sent.
      return received;
    }
    return received;
  }

  private long ask(ByteBuffer bytes) throws IOException {
    try (SocketChannel connection = raw()) {
      ByteBuffer hello = hello(Hello.PROTOCOL, "test 1");
      return sendAndDrain(
          connection,
          ByteBuffer.allocate(hello.remaining() + bytes.remaining()).put(hello).put(bytes).flip());
    }
  }

  @Test
  void nonsenseEndsAConnection() throws IOException {
    long seed = Long.getLong("nscr.seed", System.nanoTime());
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      byte[] bytes = new byte[random.nextInt(300)];
      random.nextBytes(bytes);
      if (random.nextBoolean() && bytes.length > 8) {
        ByteBuffer.wrap(bytes).putInt(random.nextInt(bytes.length)).put((byte) random.nextInt(6));
      }
      ask(ByteBuffer.wrap(bytes));
      try (SocketChannel connection = raw()) {
        sendAndDrain(connection, ByteBuffer.wrap(bytes));
      }
    }
  }

  @Test
  void framesCutShortAndLengthsThatLieEndAConnection() throws IOException {
    Frame frame = new Frame();
    new Request.Commit(
            new Batch(
                Map.of("a", Optional.of(Bytes.ofText("2"))),
                Map.of("a", Optional.of(Bytes.ofText("3")))))
        .write(frame);
    byte[] whole = frame.framed().array();
    long greeting = ask(ByteBuffer.allocate(0));
    assertTrue(ask(ByteBuffer.wrap(whole)) > greeting, "the whole is answered");
    for (int length = 0; length < whole.length; length++) {
      assertEquals(greeting, ask(ByteBuffer.wrap(whole, 0, length)), "cut at " + length);
    }
    for (int at = 0; at < whole.length; at++) {
      for (byte value : new byte[] {0, 127, -1}) {
        byte[] changed = whole.clone();
        changed[at] = value;
        ask(ByteBuffer.wrap(changed));
      }
    }
    for (int length : new int[] {Integer.MAX_VALUE, -1, Integer.MIN_VALUE, 1 << 30}) {
      assertEquals(greeting, ask(ByteBuffer.allocate(8).putInt(length).flip()));
    }
  }

  @Test
  void aCheckpointIsMadeNowhereButBesideTheSocket() throws IOException {
    long greeting = ask(ByteBuffer.allocate(0));
    assertTrue(ask(checkpoint("checkpoint-1")) > greeting);
    assertTrue(Files.isDirectory(directory.resolve("checkpoint-1")));
    for (String name :
        List.of(
            "",
            "index",
            "checkpoint-",
            "checkpoint-../2",
            "checkpoint-2/3",
            "../checkpoint-2",
            directory.resolve("checkpoint-2").toString())) {
      assertEquals(greeting, ask(checkpoint(name)), name);
    }
    Path elsewhere = directory.resolve("elsewhere/checkpoint-2");
    try (IndexBackend guest = SocketIndexBackend.connect(socket(), SPEAKER, PATIENCE)) {
      assertThrows(IOException.class, () -> guest.checkpoint(elsewhere));
    }
  }

  private static ByteBuffer checkpoint(String name) throws IOException {
    Frame frame = new Frame();
    frame.octet(4);
    frame.text(name);
    return frame.framed();
  }

  @Test
  void manyThatStayAndSayNothingLeaveRoomForOthers() throws IOException {
    SocketChannel[] silent = new SocketChannel[50];
    for (int i = 0; i < silent.length; i++) {
      silent[i] = raw();
      silent[i].write(hello(Hello.PROTOCOL, "test 1"));
      silent[i].write(ByteBuffer.allocate(4).putInt(1000).flip());
    }
    theOwnerAnswersAt(socket());
    for (SocketChannel one : silent) {
      one.close();
    }
  }

  private static void theOwnerAnswersAt(Path socket) throws IOException {
    try (IndexBackend guest = SocketIndexBackend.connect(socket, SPEAKER, PATIENCE)) {
      assertEquals(1, guest.scan("", "~", 10).size());
    }
  }

  @Test
  void anotherVersionIsToldFromTrouble() {
    Speaker other = new Speaker("test 2", "process 2 (another)");
    IOException skew =
        assertThrows(
            OwnerSilentException.class,
            () -> SocketIndexBackend.connect(socket(), other, PATIENCE));
    assertEquals(
        "process 1 (a test) speaks index protocol 2 and format test 1, and this nscr index protocol"
            + " 2 and format test 2",
        skew.getMessage());
  }

  @Test
  void aLaterProtocolIsGreetedAndNotServed() throws IOException {
    try (SocketChannel connection = raw()) {
      assertTrue(sendAndDrain(connection, hello(Hello.PROTOCOL + 1, "test 1")) > 0);
    }
  }

  @Test
  void whoIsNotAdmittedIsNotEvenGreeted() throws IOException {
    Path closed = directory.resolve("closed.sock");
    try (IndexSocket _ = IndexSocket.listen(entries, closed, SPEAKER, _ -> false);
        SocketChannel connection = SocketChannel.open(UnixDomainSocketAddress.of(closed))) {
      assertEquals(0, sendAndDrain(connection, hello(Hello.PROTOCOL, "test 1")));
    }
    assertEquals(
        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(socket())));
  }

  @Test
  void aPathOfAnyLengthAndAStaleSocketWillDo() throws IOException {
    Path deep = directory.resolve("a deep directory/".repeat(20));
    Files.createDirectories(deep);
    Path socket = deep.resolve("index.sock");
    for (int i = 0; i < 2; i++) {
      Files.writeString(socket, "what was left by one that was killed");
      try (IndexSocket _ = IndexSocket.listen(entries, socket, SPEAKER, _ -> true)) {
        theOwnerAnswersAt(socket);
      }
      assertTrue(Files.notExists(socket));
    }
  }

  @Test
  void aRequestLargerThanTheOwnerTakesIsRefusedByTheGuest() throws IOException {
    byte[] large = new byte[(int) (Runtime.getRuntime().maxMemory() / 4)];
    try (IndexBackend guest = SocketIndexBackend.connect(socket(), SPEAKER, PATIENCE)) {
      Batch batch = new Batch(Map.of(), Map.of("b", Optional.of(Bytes.wrap(large))));
      IOException refusal = assertThrows(IOException.class, () -> guest.commit(batch));
      assertTrue(
          refusal.getMessage().contains("than process 1 (a test) takes"), refusal.toString());
      assertEquals(1, guest.scan("", "~", 10).size());
    }
  }
}
