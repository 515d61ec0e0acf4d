package nscr.store;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import nscr.blob.Ownership;
import nscr.index.DamagedIndexException;
import nscr.index.Election;
import nscr.index.IndexBackend;
import nscr.index.IndexSocket;
import nscr.index.MemoryIndexBackend;
import nscr.index.OwnerSilentException;
import nscr.index.RocksIndexBackend;
import nscr.index.SocketIndexBackend;
import nscr.index.Speaker;
import nscr.rows.Holder;

/// How this process comes to a store's index: whoever gets the lock opens it and answers on
/// `index.sock`, and the others ask there. Where nothing may be written, and nobody answers, the
/// index is read as it lies there.
///
/// Lock first, then delete what lies in the socket's place, then bind: so no living socket is ever
/// deleted.
final class StoreElection implements Election {
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final long FIRST_PAUSE = 2;
  private static final long LONGEST_PAUSE = 50;

  private final Path directory;
  private final StoreOptions options;
  private final StoreReserve reserve;
  private final Duration patience;
  private final Speaker self;

  /// Why this process may change nothing, as the last election found.
  private volatile Optional<String> denial = Optional.empty();

  StoreElection(Path directory, StoreOptions options, StoreReserve reserve) {
    this.directory = directory;
    this.reserve = reserve;
    this.options = options;
    this.patience = options.patience().compareTo(SHORTEST) > 0 ? options.patience() : SHORTEST;
    this.self =
        new Speaker(
            StoreDirectory.FORMAT, "process " + Holder.self() + " (" + options.command() + ")");
  }

  /// How this process came to the index, given the owner if it is another process.
  Access access(Optional<String> owner) {
    if (owner.isPresent()) {
      return new Access(Access.Role.GUEST, owner);
    }
    return denial.isPresent()
        ? new Access(Access.Role.READER, Optional.empty())
        : new Access(Access.Role.OWNER, Optional.of(self.process()));
  }

  /// Why this process may change nothing here, be it the guest of an owner who may; empty when it
  /// may.
  Optional<String> denial() {
    return denial;
  }

  @Override
  public IndexBackend elect() throws IOException {
    Waiting waiting = new Waiting();
    while (true) {
      Optional<StoreLock> lock;
      try {
        lock = StoreLock.take(directory, self.process());
      } catch (FileSystemException e) {
        if (!isReadOnly(e)) {
          throw e;
        }
        denial = Optional.of(why(e));
        return guestOrReader();
      }
      denial = Optional.empty();
      if (lock.isPresent()) {
        return own(lock.get());
      }
      try {
        return guest();
      } catch (OwnerSilentException e) {
        waiting.pause(e.getMessage());
      } catch (IOException e) {
        // It is about to open the index, or to close it; or has never been able to listen.
        waiting.pause("it does not answer on index.sock");
      }
    }
  }

  private static boolean isReadOnly(FileSystemException e) {
    return e instanceof AccessDeniedException
        || String.valueOf(e.getReason()).contains("Read-only file system");
  }

  private Path socket() {
    return directory.resolve("index.sock");
  }

  private IndexBackend guest() throws IOException {
    if (!Files.exists(socket())) {
      // To try it all the same would take a new process longer than the owner may need.
      throw new NoSuchFileException(socket().toString());
    }
    return SocketIndexBackend.connect(socket(), self, patience);
  }

  private IndexBackend own(StoreLock lock) throws IOException {
    OwnedIndex index;
    Ownership ownership = Ownership.in(directory);
    try {
      StoreDirectory.checkWhole(directory);
      index = open(lock);
    } catch (DamagedIndexException e) {
      lock.close();
      throw new StoreException.Damaged(
          "the index of store " + directory + " is damaged: " + e.getMessage(), e);
    } catch (IOException | RuntimeException | Error e) {
      lock.close();
      throw e;
    }
    index.shareSoon(() -> listen(index, ownership));
    return index;
  }

  private Closeable listen(IndexBackend index, Ownership ownership) throws IOException {
    UserPrincipal user = Files.getOwner(directory);
    Closeable listening =
        IndexSocket.listen(index, socket(), self, guest -> guest.equals(user) || isTrusted(guest));
    ownership.give(socket());
    return listening;
  }

  private OwnedIndex open(StoreLock lock) throws IOException {
    Path index = directory.resolve("index");
    if (StoreDirectory.isBackup(directory)) {
      return OwnedIndex.openReadOnly(index, lock);
    }
    reserve.make();
    return OwnedIndex.open(index, reserve, lock);
  }

  /// Whether a user is root, who may do everything anyway, or the one this process runs as.
  private static boolean isTrusted(UserPrincipal user) {
    return Set.of("root", "0", System.getProperty("user.name")).contains(user.getName());
  }

  /// Where this process may not even lock: the owner may be asked all the same, though not to
  /// change anything. It would, in files that this process may not write.
  private IndexBackend guestOrReader() throws IOException {
    try {
      return guest();
    } catch (IOException e) {
      return reading();
    }
  }

  private IndexBackend reading() throws IOException {
    StoreDirectory.checkWhole(directory);
    Path index = directory.resolve("index");
    try {
      return Files.exists(index) ? RocksIndexBackend.openReadOnly(index) : new MemoryIndexBackend();
    } catch (DamagedIndexException e) {
      throw new StoreException.Damaged(
          "the index of store " + directory + " is damaged: " + e.getMessage(), e);
    }
  }

  private String why(FileSystemException denied) {
    return "store "
        + directory
        + " cannot be changed: "
        + (denied instanceof AccessDeniedException
            ? "you may not write to it. Run this as its owner"
            : "its file system is mounted read-only");
  }

  @Override
  public IOException failure(String why) {
    return new StoreException.Busy("store " + directory + ": " + why);
  }

  /// One election's patience.
  private final class Waiting {
    private final long begun = System.nanoTime();
    private long pause = FIRST_PAUSE;
    private boolean isTold;

    /// @throws StoreException.Busy when patience is over
    void pause(String why) throws IOException {
      Duration waited = Duration.ofNanos(System.nanoTime() - begun);
      String owner = owner(directory);
      if (waited.compareTo(patience) >= 0) {
        throw new StoreException.Busy(
            "store "
                + directory
                + " is in use by "
                + owner
                + ", and "
                + why
                + ". Wait, end it, or pass --wait 5m.");
      }
      if (!isTold && waited.compareTo(SHORTEST.dividedBy(2)) > 0) {
        isTold = true;
        options
            .notices()
            .accept(
                "waiting up to "
                    + patience.toSeconds()
                    + " s for store "
                    + directory
                    + ", in use by "
                    + owner
                    + ": "
                    + why);
      }
      try {
        Thread.sleep(pause);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while waiting for store " + directory);
      }
      pause = Math.min(pause * 2, LONGEST_PAUSE);
    }
  }

  private static String owner(Path directory) throws IOException {
    return StoreLock.owner(directory).orElse("another process");
  }
}
