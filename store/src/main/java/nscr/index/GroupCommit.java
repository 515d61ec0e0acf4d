package nscr.index;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// Commits of many threads made by one: whoever waits while a write is under way is part of the
/// next one.
///
/// One thread makes every decision, so a commit is atomic without a lock; a group costs one sync of
/// the log however large it is.
final class GroupCommit implements Closeable {
  /// A group takes no more batches once it has this many bytes: it is copied, twice, outside the
  /// heap, and a sync of this much takes long enough to be worth its while.
  private static final long ENOUGH = 8 << 20;

  /// A batch of fewer bytes, or of removals for the most part, is made even on a full disk.
  private static final long MODEST = 64 << 10;

  /// How the committing thread reads the index as it is on disk.
  @FunctionalInterface
  interface Reader {
    Optional<Bytes> get(String key) throws IOException;
  }

  /// How the committing thread makes the changes of one group durable, all or none: keys with their
  /// new values, empty for a removal.
  interface Writer {

    /// @throws FullDiskException when nothing was written for want of room
    void write(Map<String, Optional<Bytes>> changes) throws IOException;

    /// Gives up what room is kept for changes that make room, or are small.
    ///
    /// @return false when none was
    boolean useReserve() throws IOException;
  }

  private static final class Waiting {
    final Batch batch;
    final CompletableFuture<Boolean> answer = new CompletableFuture<>();

    /// Known to the committing thread only, until the group is written.
    boolean holds;

    Waiting(Batch batch) {
      this.batch = batch;
    }

    /// Whether it may have the room that is kept for a full disk.
    boolean isModest() {
      long removals = batch.write().values().stream().filter(Optional::isEmpty).count();
      return size() <= MODEST || 2 * removals >= batch.write().size();
    }

    long size() {
      long size = 0;
      for (var change : batch.write().entrySet()) {
        size += change.getKey().length() + change.getValue().map(Bytes::length).orElse(0);
      }
      return size;
    }
  }

  private final Reader reader;
  private final Writer writer;
  private final Object monitor = new Object();
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();

  /// Started by the first commit: a process that only reads has none.
  private Optional<Thread> thread = Optional.empty();

  private boolean closed;

  GroupCommit(Reader reader, Writer writer) {
    this.reader = reader;
    this.writer = writer;
  }

  /// As [IndexBackend#commit]. An interrupt is kept for later: whether the commit was made must be
  /// known.
  boolean commit(Batch batch) throws IOException {
    Waiting own = new Waiting(batch);
    synchronized (monitor) {
      if (closed) {
        throw new IOException("the index is closed");
      }
      if (thread.isEmpty()) {
        // A platform thread: native calls and syncs would hold the carrier of a virtual one.
        thread = Optional.of(Thread.ofPlatform().daemon().name("nscr-commit").start(this::run));
      }
      waiting.add(own);
      monitor.notifyAll();
    }
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return own.answer.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw forOneOfMany(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// One failure is told to many threads: each gets an exception with its own stack.
  private static IOException forOneOfMany(Throwable failure) {
    return switch (failure) {
      case DamagedIndexException e -> new DamagedIndexException(e.getMessage(), e);
      case IOException e -> new IOException(e.getMessage(), e);
      default -> new IOException("the commit failed: " + failure, failure);
    };
  }

  private void run() {
    for (List<Waiting> group = next(); !group.isEmpty(); group = next()) {
      make(group);
    }
  }

  /// Waits for commits; empty when there will be no more.
  private List<Waiting> next() {
    synchronized (monitor) {
      while (waiting.isEmpty() && !closed) {
        try {
          monitor.wait();
        } catch (InterruptedException e) {
          // Nobody may end this thread but close.
          continue;
        }
      }
      List<Waiting> group = new ArrayList<>();
      for (long size = 0; !waiting.isEmpty() && size < ENOUGH; size += group.getLast().size()) {
        group.add(waiting.remove());
      }
      return group;
    }
  }

  /// Answers each, whatever happens: somebody waits.
  private void make(List<Waiting> group) {
    try {
      write(group);
    } catch (FullDiskException e) {
      makeFromReserve(group, e);
    } catch (IOException | RuntimeException | Error e) {
      fail(group, e);
    }
  }

  private void makeFromReserve(List<Waiting> group, FullDiskException full) {
    List<Waiting> modest = new ArrayList<>(group);
    modest.removeIf(one -> !one.isModest());
    try {
      if (!modest.isEmpty() && writer.useReserve()) {
        write(modest);
      }
      fail(group, full);
    } catch (IOException | RuntimeException | Error e) {
      fail(group, e);
    }
  }

  private void write(List<Waiting> group) throws IOException {
    Map<String, Optional<Bytes>> changes = new HashMap<>();
    for (Waiting one : group) {
      judge(one, changes);
    }
    if (!changes.isEmpty()) {
      writer.write(changes);
    }
    group.forEach(one -> one.answer.complete(one.holds));
  }

  /// Answers those that have no answer yet.
  private static void fail(List<Waiting> group, Throwable failure) {
    group.forEach(one -> one.answer.completeExceptionally(failure));
  }

  /// Adds what `one` writes to `changes` if what it expects is so. What cannot be read for it fails
  /// it alone.
  private void judge(Waiting one, Map<String, Optional<Bytes>> changes) {
    try {
      one.holds = holds(one.batch, changes);
      if (one.holds) {
        changes.putAll(one.batch.write());
      }
    } catch (IOException | RuntimeException e) {
      one.answer.completeExceptionally(e);
    }
  }

  /// Whether what a batch expects is so, given the changes made earlier in the same group.
  private boolean holds(Batch batch, Map<String, Optional<Bytes>> earlier) throws IOException {
    for (var expected : batch.expect().entrySet()) {
      Optional<Bytes> own = earlier.get(expected.getKey());
      if (!(own == null ? reader.get(expected.getKey()) : own).equals(expected.getValue())) {
        return false;
      }
    }
    return true;
  }

  /// Ends the thread when everything that waits is done.
  @Override
  public void close() {
    Optional<Thread> last;
    synchronized (monitor) {
      closed = true;
      last = thread;
      monitor.notifyAll();
    }
    boolean interrupted = false;
    while (last.isPresent() && last.get().isAlive()) {
      try {
        last.get().join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
