package nscr.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Connections that end before a commit was made, or after it: it is made once, and its guest is
/// told so.
@Timeout(120)
class LostAnswersTest {
  private static final Speaker SPEAKER = new Speaker("test 1", "process 1 (a test)");
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Optional<Bytes> ABSENT = Optional.empty();

  @TempDir private Path directory;
  private final MemoryIndexBackend entries = new MemoryIndexBackend();
  private final Failing failing = new Failing();
  private IndexSocket owner;

  private enum End {
    NEVER,
    BEFORE,
    AFTER
  }

  /// Ends the connection a request came by, by not being able to say anything.
  private final class Failing implements IndexBackend {
    private volatile Random random = new Random(0);
    private volatile int percent;
    private volatile End next = End.NEVER;
    private volatile Runnable between = () -> {};

    /// The one that was not made.
    private volatile Batch last = put("", "");

    private End choose() {
      if (next != End.NEVER) {
        End chosen = next;
        next = End.NEVER;
        return chosen;
      }
      synchronized (this) {
        return random.nextInt(100) >= percent
            ? End.NEVER
            : random.nextBoolean() ? End.BEFORE : End.AFTER;
      }
    }

    @Override
    public Optional<Bytes> get(String key) throws IOException {
      return entries.get(key);
    }

    @Override
    public List<Entry> scan(String from, String to, int limit) throws IOException {
      return entries.scan(from, to, limit);
    }

    @Override
    public boolean commit(Batch batch) throws IOException {
      End end = choose();
      if (end == End.BEFORE) {
        last = batch;
        between.run();
        throw new IllegalStateException("ended before");
      }
      boolean isMade = entries.commit(batch);
      if (end == End.AFTER) {
        between.run();
        throw new IllegalStateException("ended after");
      }
      return isMade;
    }

    @Override
    public void checkpoint(Path made) throws IOException {
      End end = choose();
      if (end == End.BEFORE) {
        throw new IllegalStateException("ended before");
      }
      entries.checkpoint(made);
      if (end == End.AFTER) {
        throw new IllegalStateException("ended after");
      }
    }

    @Override
    public void close() {}
  }

  @BeforeEach
  void listen() throws IOException {
    owner = IndexSocket.listen(failing, socket(), SPEAKER, _ -> true);
  }

  @AfterEach
  void end() throws IOException {
    owner.close();
  }

  private Path socket() {
    return directory.resolve("index.sock");
  }

  private IndexBackend guest() throws IOException {
    return SharedIndexBackend.open(
        () -> SocketIndexBackend.connect(socket(), SPEAKER, PATIENCE), PATIENCE);
  }

  private static Optional<Bytes> value(String text) {
    return Optional.of(Bytes.ofText(text));
  }

  private static Batch put(String key, String value) {
    return new Batch(Map.of(), Map.of(key, value(value)));
  }

  private void change(Batch batch) {
    try {
      entries.commit(batch);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aCommitThatReliesOnNothingIsMadeOnce() throws IOException {
    for (End end : List.of(End.BEFORE, End.AFTER)) {
      try (IndexBackend guest = guest()) {
        failing.next = end;
        // Somebody else writes over it before the guest can look.
        failing.between = () -> change(put("a", "theirs"));
        assertTrue(guest.commit(put("a", "ours")));
        assertEquals(value(end == End.AFTER ? "theirs" : "ours"), entries.get("a"));
      }
    }
  }

  @Test
  void aRemovalIsToldFromThatOfSomebodyElse() throws IOException {
    Batch removal = new Batch(Map.of("a", value("1")), Map.of("a", ABSENT));
    for (End end : List.of(End.BEFORE, End.AFTER)) {
      change(put("a", "1"));
      failing.next = end;
      failing.between = () -> change(new Batch(Map.of(), Map.of("a", ABSENT)));
      try (IndexBackend guest = guest()) {
        assertEquals(end == End.AFTER, guest.commit(removal));
      }
    }
  }

  @Test
  void aCheckpointIsThereHoweverItsAnswerWasLost() throws IOException {
    change(put("a", "1"));
    for (End end : List.of(End.BEFORE, End.AFTER)) {
      Path made = directory.resolve("checkpoint-" + end);
      failing.next = end;
      try (IndexBackend guest = guest()) {
        guest.checkpoint(made);
      }
      try (IndexBackend copy = RocksIndexBackend.openReadOnly(made)) {
        assertEquals(value("1"), copy.get("a"));
      }
    }
  }

  @Test
  void whatWasRefusedIsNotMadeLater() throws IOException {
    try (IndexBackend guest = guest()) {
      Batch first = new Batch(Map.of("a", ABSENT), Map.of("b", value("1")));
      failing.next = End.BEFORE;
      failing.between = () -> change(put("a", "1"));
      assertFalse(guest.commit(first));
      // The copy that was sent first may come now, when what it expects is so again.
      change(new Batch(Map.of(), Map.of("a", ABSENT)));
      assertFalse(entries.commit(failing.last));
      assertEquals(ABSENT, entries.get("b"));
    }
  }

  @Test
  void manyGuestsCountWhatTheyAreTold() throws Exception {
    long seed = Long.getLong("nscr.seed", System.nanoTime());
    System.out.println("seed " + seed);
    failing.random = new Random(seed);
    failing.percent = 20;
    AtomicInteger appended = new AtomicInteger();
    List<Callable<Integer>> tasks = new ArrayList<>();
    for (int n = 0; n < 3; n++) {
      IndexBackend guest = guest();
      for (int thread = 0; thread < 3; thread++) {
        tasks.add(() -> {
          int counted = 0;
          for (int i = 0; i < 100; i++) {
            // Twice as many appends as counts: these rely on nothing, those on each other.
            guest.commit(put("log " + appended.getAndIncrement(), "x"));
            Optional<Bytes> before = guest.get("counter");
            int next = before.map(bytes -> Integer.parseInt(bytes.text())).orElse(0) + 1;
            Batch count = new Batch(Map.of("counter", before), Map.of("counter", value("" + next)));
            counted += guest.commit(count) ? 1 : 0;
          }
          return counted;
        });
      }
    }
    int counted = 0;
    try (var threads = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
      for (Future<Integer> one : tasks.stream().map(threads::submit).toList()) {
        counted += one.get();
      }
    }
    assertTrue(counted > 0);
    assertEquals(value("" + counted), entries.get("counter"));
    assertEquals(900, entries.scan("log ", "log!", 1000).size());
  }

  @Test
  void receiptsGoWithTheirGuestAndOldOnesWithTheNextOwner() throws Exception {
    IndexBackend guest = guest();
    guest.commit(put("a", "1"));
    assertEquals(1, entries.scan("\u007f", "\u007f\u007f", 10).size());
    guest.close();
    for (int i = 0; i < 1000 && !entries.scan("\u007f", "\u007f\u007f", 10).isEmpty(); i++) {
      Thread.sleep(10);
    }
    assertEquals(List.of(), entries.scan("\u007f", "\u007f\u007f", 10));

    long now = System.currentTimeMillis();
    change(put("\u007fold", (now - Duration.ofDays(2).toMillis()) + " 1"));
    change(put("\u007fnew", now + " 1"));
    owner.close();
    listen();
    assertEquals(
        List.of("\u007fnew"),
        entries.scan("\u007f", "\u007f\u007f", 10).stream().map(Entry::key).toList());
  }

  @Test
  void aReceiptThatWasSweptIsReplaced() throws IOException {
    try (IndexBackend guest = guest()) {
      guest.commit(put("a", "1"));
      String receipt = entries.scan("\u007f", "\u007f\u007f", 10).getFirst().key();
      change(new Batch(Map.of(), Map.of(receipt, ABSENT)));
      assertTrue(guest.commit(put("a", "2")));
      assertEquals(value("2"), entries.get("a"));
    }
  }

  @Test
  void anInterruptDoesNotEndACallAndIsKept() throws IOException {
    try (IndexBackend guest = guest()) {
      Thread.currentThread().interrupt();
      assertTrue(guest.commit(put("a", "1")));
      assertTrue(Thread.interrupted());
      assertEquals(value("1"), guest.get("a"));
    }
  }

  @Test
  void withoutAnyOwnerACallFailsAndSaysSo() throws IOException {
    IndexBackend guest =
        SharedIndexBackend.open(
            () -> SocketIndexBackend.connect(socket(), SPEAKER, PATIENCE), Duration.ZERO);
    owner.close();
    assertThrows(IOException.class, () -> guest.commit(put("a", "1")));
    assertEquals(ABSENT, entries.get("a"));
    listen();
    assertTrue(guest.commit(put("a", "1")), "once there is one again it goes on");
    guest.close();
  }
}
