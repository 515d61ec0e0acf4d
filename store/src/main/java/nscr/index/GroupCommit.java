package nscr.index;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
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

  /// How the committing thread reads the index as it is on disk.
  @FunctionalInterface
  interface Reader {
    Optional<Bytes> get(String key) throws IOException;
  }

  /// How the committing thread makes changes durable, all or none.
  @FunctionalInterface
  interface Writer {
    void write(Writes writes) throws IOException;
  }

  /// The changes of one group: keys with their new values, empty for a removal.
  record Writes(Map<String, Optional<Bytes>> changes) {}

  private record Waiting(Batch batch, CompletableFuture<Boolean> answer) {}

  private final Reader reader;
  private final Writer writer;
  private final Thread thread;
  private final Object monitor = new Object();
  private List<Waiting> waiting = new ArrayList<>();
  private boolean closed;

  GroupCommit(Reader reader, Writer writer) {
    this.reader = reader;
    this.writer = writer;
    // A platform thread: RocksDB's native calls would pin the carrier of a virtual one.
    this.thread = Thread.ofPlatform().daemon().name("nscr-commit").start(this::run);
  }

  boolean commit(Batch batch) throws IOException {
    Waiting own = new Waiting(batch, new CompletableFuture<>());
    synchronized (monitor) {
      if (closed) {
        throw new IOException("the index is closed");
      }
      waiting.add(own);
      monitor.notifyAll();
    }
    return await(own.answer());
  }

  private static boolean await(CompletableFuture<Boolean> answer) throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return answer.get();
        } catch (InterruptedException e) {
          // Whether the commit was made must be known: the interrupt is kept for later.
          interrupted = true;
        } catch (ExecutionException e) {
          throw new IOException(e.getCause().getMessage(), e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void run() {
    List<Waiting> group = next();
    while (!group.isEmpty()) {
      make(group);
      group = next();
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
      List<Waiting> group = waiting;
      waiting = new ArrayList<>();
      return group;
    }
  }

  private void make(List<Waiting> group) {
    Map<String, Optional<Bytes>> changes = new LinkedHashMap<>();
    Map<Waiting, Boolean> answers = new HashMap<>();
    for (Waiting one : group) {
      try {
        boolean holds = holds(one.batch(), changes);
        if (holds) {
          changes.putAll(one.batch().write());
        }
        answers.put(one, holds);
      } catch (IOException | RuntimeException e) {
        one.answer().completeExceptionally(e);
      }
    }
    try {
      if (!changes.isEmpty()) {
        writer.write(new Writes(changes));
      }
      answers.forEach((one, answer) -> one.answer().complete(answer));
    } catch (IOException | RuntimeException e) {
      answers.keySet().forEach(one -> one.answer().completeExceptionally(e));
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
    synchronized (monitor) {
      closed = true;
      monitor.notifyAll();
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
