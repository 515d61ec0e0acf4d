package nscr.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// How commits that wait for a write under way become one write.
class GroupCommitTest {
  private static final Optional<Bytes> ABSENT = Optional.empty();
  private static final Optional<Bytes> VALUE = Optional.of(Bytes.ofText("value"));

  /// Each write that was made, as the keys in it.
  private final List<List<String>> writes = new ArrayList<>();

  private final Map<String, Bytes> entries = new TreeMap<>();
  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);
  private final GroupCommit commits =
      new GroupCommit(
          this::read,
          new GroupCommit.Writer() {
            @Override
            public void write(Map<String, Optional<Bytes>> changes) throws IOException {
              GroupCommitTest.this.write(changes);
            }

            @Override
            public boolean useReserve() {
              boolean used = reserve;
              reserve = false;
              full = false;
              return used;
            }
          });

  private boolean reserve;
  private boolean full;

  private Optional<Bytes> read(String key) throws IOException {
    if (key.equals("damaged")) {
      throw new DamagedIndexException("damaged", new IOException());
    }
    return Optional.ofNullable(entries.get(key));
  }

  private void write(Map<String, Optional<Bytes>> changes) throws IOException {
    writes.add(changes.keySet().stream().sorted().toList());
    if (changes.containsKey("first")) {
      awaitRelease();
    }
    if (full) {
      throw new FullDiskException("this test", null);
    }
    if (changes.containsKey("full")) {
      throw new IOException("No space left on device");
    }
    if (changes.containsKey("error")) {
      throw new OutOfMemoryError("by this test");
    }
    changes.forEach((key, value) ->
        value.ifPresentOrElse(bytes -> entries.put(key, bytes), () -> entries.remove(key)));
  }

  private void awaitRelease() throws IOException {
    try {
      entered.countDown();
      released.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @AfterEach
  void end() {
    released.countDown();
    commits.close();
  }

  private static Batch put(String key) {
    return new Batch(Map.of(), Map.of(key, VALUE));
  }

  /// Commits in a thread of its own, which waits for the answer when this returns.
  private FutureTask<Boolean> start(Batch batch) {
    FutureTask<Boolean> task = new FutureTask<>(() -> commits.commit(batch));
    Thread thread = Thread.ofPlatform().daemon().start(task);
    while (!task.isDone() && thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    return task;
  }

  /// Lets the writer begin to write `first`, and no further.
  private void occupyTheWriter() throws InterruptedException {
    start(put("first"));
    entered.await();
  }

  /// Holds the writer back while `batches` gather, and lets them go as one group.
  private List<FutureTask<Boolean>> group(List<Batch> batches) throws InterruptedException {
    occupyTheWriter();
    List<FutureTask<Boolean>> tasks = new ArrayList<>();
    batches.forEach(batch -> tasks.add(start(batch)));
    released.countDown();
    return tasks;
  }

  @Test
  void whoeverWaitsWhileAWriteIsUnderWayIsPartOfTheNext() throws Exception {
    for (var task : group(List.of(put("a"), put("b"), put("c"), put("d")))) {
      assertTrue(task.get());
    }
    assertEquals(List.of(List.of("first"), List.of("a", "b", "c", "d")), writes);
  }

  @Test
  void onAFullDiskTheReserveIsForWhatIsSmallOrRemoves() throws Exception {
    full = true;
    reserve = true;
    byte[] large = new byte[100_000];
    Batch growing = new Batch(Map.of(), Map.of("large", Optional.of(Bytes.of(large))));
    Batch removing =
        new Batch(
            Map.of(),
            Map.of("large review", Optional.of(Bytes.of(large)), "gone", Optional.empty()));
    List<FutureTask<Boolean>> tasks = new ArrayList<>();
    for (Batch batch : List.of(growing, put("small"), removing)) {
      tasks.add(start(batch));
    }
    // Whatever was grouped with whatever: once the reserve is used there is room.
    assertTrue(tasks.get(1).get());
    assertTrue(tasks.get(2).get());
  }

  @Test
  void onAFullDiskWithoutAReserveNothingIsWritten() {
    full = true;
    assertThrows(IOException.class, () -> commits.commit(put("small")));
    full = false;
    assertEquals(Map.of(), entries);
  }

  @Test
  void theReserveIsNotForWhatGrows() {
    full = true;
    reserve = true;
    Optional<Bytes> large = Optional.of(Bytes.of(new byte[100_000]));
    assertThrows(
        IOException.class, () -> commits.commit(new Batch(Map.of(), Map.of("large", large))));
    assertTrue(reserve);
  }

  @Test
  void expectationsAreHeldAgainstEarlierBatchesOfTheGroup() throws Exception {
    entries.put("a", Bytes.ofText("old"));
    Optional<Bytes> old = Optional.of(Bytes.ofText("old"));
    var tasks =
        group(
            List.of(
                new Batch(Map.of("a", old), Map.of("a", ABSENT, "b", VALUE)),
                new Batch(Map.of("a", old), Map.of("lost", VALUE)),
                new Batch(Map.of("lost", ABSENT, "a", ABSENT), Map.of("a", VALUE)),
                new Batch(Map.of("b", ABSENT), Map.of("lost", VALUE)),
                new Batch(Map.of("a", VALUE, "b", VALUE), Map.of("c", VALUE))));
    List<Boolean> answers = new ArrayList<>();
    for (var task : tasks) {
      answers.add(task.get());
    }
    assertEquals(List.of(true, false, true, false, true), answers);
    assertEquals(List.of(List.of("first"), List.of("a", "b", "c")), writes);
  }

  @Test
  void aFailedWriteFailsItsWholeGroupAndNoOther() throws Exception {
    for (var task : group(List.of(put("a"), put("full"), put("b")))) {
      IOException failure = failure(task);
      assertEquals("No space left on device", failure.getMessage());
      assertTrue(
          List.of(failure.getStackTrace()).toString().contains("GroupCommit.commit"),
          "the stack is that of the caller");
    }
    assertTrue(commits.commit(put("a")));
    assertThrows(IOException.class, () -> commits.commit(put("error")));
    assertTrue(commits.commit(put("b")), "the thread outlives any failure");
  }

  @Test
  void whatCannotBeReadFailsOneBatchOfAGroup() throws Exception {
    var tasks = group(List.of(put("a"), new Batch(Map.of("damaged", ABSENT), Map.of()), put("b")));
    assertTrue(tasks.get(0).get());
    assertInstanceOf(DamagedIndexException.class, failure(tasks.get(1)));
    assertTrue(tasks.get(2).get());
  }

  private static IOException failure(FutureTask<Boolean> task) {
    Throwable cause = assertThrows(ExecutionException.class, task::get).getCause();
    return assertInstanceOf(IOException.class, cause);
  }

  @Test
  void nothingToWriteIsNotWritten() throws IOException {
    assertTrue(commits.commit(new Batch(Map.of("a", ABSENT), Map.of())));
    assertFalse(commits.commit(new Batch(Map.of("a", VALUE), Map.of("a", VALUE))));
    assertEquals(List.of(), writes);
  }

  @Test
  void aGroupOfManyBytesIsSplit() throws Exception {
    Optional<Bytes> large = Optional.of(Bytes.of(new byte[5 << 20]));
    List<Batch> batches = new ArrayList<>();
    for (String key : List.of("a", "b", "c", "d", "e")) {
      batches.add(new Batch(Map.of(), Map.of(key, large)));
    }
    for (var task : group(batches)) {
      assertTrue(task.get());
    }
    assertEquals(
        List.of(List.of("first"), List.of("a", "b"), List.of("c", "d"), List.of("e")), writes);
  }

  @Test
  void anInterruptIsKeptUntilTheAnswerIsKnown() throws Exception {
    occupyTheWriter();
    CountDownLatch answered = new CountDownLatch(1);
    List<Boolean> seen = new ArrayList<>();
    Thread thread =
        Thread.ofPlatform()
            .start(() -> {
              try {
                seen.add(commits.commit(put("a")));
                seen.add(Thread.currentThread().isInterrupted());
              } catch (IOException e) {
                seen.clear();
              } finally {
                answered.countDown();
              }
            });
    thread.interrupt();
    released.countDown();
    answered.await();
    assertEquals(List.of(true, true), seen);
  }

  @Test
  void closingAnswersWhoeverWaitsAndRefusesOthers() throws Exception {
    occupyTheWriter();
    var waiting = start(put("a"));
    Thread closing = Thread.ofPlatform().daemon().start(commits::close);
    while (closing.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    assertThrows(IOException.class, () -> commits.commit(put("b")));
    assertFalse(waiting.isDone());
    released.countDown();
    assertTrue(waiting.get());
    closing.join();
    assertEquals(List.of(List.of("first"), List.of("a")), writes);
  }
}
