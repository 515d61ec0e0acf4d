package nscr.index;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// An index that several processes use at once: the one that has it open and its guests, any of
/// which takes over when that one ends.
///
/// To those above it is an index like any other. A call that lost its owner is made again with the
/// next one; a commit is made once however often it is asked for (see [Receipts]), and when its
/// fate cannot be learned, because nobody comes to own the index or its owner is silent, it fails.
public final class SharedIndexBackend implements IndexBackend {
  /// Owners may go one after the other, each being a short command.
  private static final int AT_LEAST = 3;

  private static final long REST_MILLIS = 1000;

  private final Election election;
  private final Duration patience;
  private final Receipts receipts = new Receipts();
  private final ReentrantLock electing = new ReentrantLock();
  private volatile Optional<IndexBackend> elected = Optional.empty();

  /// When the last election failed, and why.
  private long failedAt;

  private Optional<String> failure = Optional.empty();
  private boolean closed;

  private SharedIndexBackend(Election election, Duration patience) {
    this.election = election;
    this.patience = patience;
  }

  /// Opens the index by a first election.
  ///
  /// @param patience how long a call may take that loses one owner after the other
  public static SharedIndexBackend open(Election election, Duration patience) throws IOException {
    SharedIndexBackend index = new SharedIndexBackend(election, patience);
    index.elected();
    return index;
  }

  /// From now on takes over by itself when the owner goes, unless another is quicker: for processes
  /// that stay, so that short commands find an index that is open.
  public void standBy() {
    Thread.ofPlatform().daemon().name("nscr-stand-by").start(this::succeed);
  }

  /// Until this process is the owner, which it then stays, or this is closed.
  private void succeed() {
    while (true) {
      try {
        if (!(elected() instanceof SocketIndexBackend guest)) {
          return;
        }
        awaitEnd(guest);
        leave(guest);
      } catch (IOException e) {
        // It is silent, or nobody comes to own the index; one of the next attempts may do better.
        if (isClosed() || !isRested()) {
          return;
        }
      }
    }
  }

  private static void awaitEnd(SocketIndexBackend guest) throws IOException {
    try {
      guest.awaitEnd();
    } catch (OwnerGoneException e) {
      // Before it could be waited for.
      return;
    }
  }

  private boolean isClosed() {
    electing.lock();
    try {
      return closed;
    } finally {
      electing.unlock();
    }
  }

  private static boolean isRested() {
    try {
      Thread.sleep(REST_MILLIS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// What the owner calls itself, when that is another process.
  public Optional<String> owner() {
    return elected
        .filter(SocketIndexBackend.class::isInstance)
        .map(index -> ((SocketIndexBackend) index).owner());
  }

  @FunctionalInterface
  private interface Call<T> {
    T on(IndexBackend index) throws IOException;
  }

  @Override
  public Optional<Bytes> get(String key) throws IOException {
    return call(index -> index.get(key));
  }

  @Override
  public List<Entry> scan(String from, String to, int limit) throws IOException {
    return call(index -> index.scan(from, to, limit));
  }

  @Override
  public boolean commit(Batch batch) throws IOException {
    if (batch.write().isEmpty() || !(elected() instanceof SocketIndexBackend)) {
      return call(index -> index.commit(batch));
    }
    while (true) {
      Receipts.Receipt receipt = receipts.take();
      Batch signed = receipt.sign(batch);
      Calls calls = new Calls(true);
      Receipts.Fate fate =
          calls.make(index -> index.commit(signed))
              ? Receipts.Fate.MADE
              : call(index -> receipt.fate(index));
      if (fate == Receipts.Fate.NOT_MADE && calls.lost > 0) {
        // A copy of it may be on its way still: it must find the receipt changed, or has been made.
        return !call(index -> index.commit(receipt.burn()))
            && call(receipt::fate) == Receipts.Fate.MADE;
      }
      if (fate != Receipts.Fate.SWEPT) {
        receipts.give(receipt, fate);
        return fate == Receipts.Fate.MADE;
      }
    }
  }

  @Override
  public long largestCommit() throws IOException {
    return call(IndexBackend::largestCommit);
  }

  @Override
  public void checkpoint(Path directory) throws IOException {
    IndexCopy.checkAbsent(directory);
    Calls calls = new Calls(false);
    calls.make(index -> {
      // An owner that has gone may have made it and not come to say so: it is whole if it is there.
      if (calls.lost == 0 || !Files.exists(directory)) {
        index.checkpoint(directory);
      }
      return directory;
    });
  }

  private <T> T call(Call<T> call) throws IOException {
    return new Calls(false).make(call);
  }

  /// A call that may be made several times, until an owner answers.
  private final class Calls {
    private final boolean isChange;
    private final long begun = System.nanoTime();
    private int lost;

    Calls(boolean isChange) {
      this.isChange = isChange;
    }

    <T> T make(Call<T> call) throws IOException {
      while (true) {
        IndexBackend index = elected();
        try {
          return call.on(index);
        } catch (OwnerGoneException e) {
          lost++;
          if (lost > AT_LEAST && System.nanoTime() - begun >= patience.toNanos()) {
            throw unsettled(e);
          }
          leave(index);
          pause(lost);
        } catch (OwnerSilentException e) {
          throw unsettled(e);
        }
      }
    }

    private IOException unsettled(IOException e) {
      return election.failure(
          e.getMessage() + (isChange ? ". Whether the last change was made is not known." : ""));
    }
  }

  /// Another attempt at once, and then not too often.
  private static void pause(int lost) throws IOException {
    try {
      Thread.sleep(Math.min((lost - 1) * 5L, 100));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new java.io.InterruptedIOException("interrupted while waiting for the index");
    }
  }

  private IndexBackend elected() throws IOException {
    Optional<IndexBackend> now = elected;
    return now.isPresent() ? now.get() : elect();
  }

  private IndexBackend elect() throws IOException {
    long asked = System.nanoTime();
    electing.lock();
    try {
      if (closed) {
        throw new IOException("the index is closed");
      }
      if (elected.isEmpty()) {
        if (failure.isPresent() && failedAt - asked > 0) {
          // Whoever waited with another does not begin to wait anew.
          throw election.failure(failure.get());
        }
        elected = Optional.of(electNow());
      }
      return elected.get();
    } finally {
      electing.unlock();
    }
  }

  private IndexBackend electNow() throws IOException {
    try {
      return election.elect();
    } catch (IOException e) {
      failedAt = System.nanoTime();
      failure = Optional.of(String.valueOf(e.getMessage()));
      throw e;
    }
  }

  /// Gives up an owner that has gone.
  private void leave(IndexBackend gone) throws IOException {
    electing.lock();
    try {
      if (elected.filter(index -> index == gone).isPresent()) {
        elected = Optional.empty();
      }
    } finally {
      electing.unlock();
    }
    // Outside the lock: it waits for the calls of others that are under way there.
    gone.close();
  }

  @Override
  public void close() throws IOException {
    electing.lock();
    try {
      closed = true;
      if (elected.isPresent()) {
        IndexBackend index = elected.get();
        elected = Optional.empty();
        close(index);
      }
    } finally {
      electing.unlock();
    }
  }

  private void close(IndexBackend index) throws IOException {
    Optional<Batch> last = receipts.removal();
    if (last.isPresent() && index instanceof SocketIndexBackend guest) {
      guest.closeWith(last.get());
      return;
    }
    try (index) {
      if (last.isPresent()) {
        index.commit(last.get());
      }
    }
  }
}
