package nscr.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import nscr.blob.Ownership;
import nscr.index.Batch;
import nscr.index.Bytes;
import nscr.index.Entry;
import nscr.index.IndexBackend;
import nscr.index.Reserve;
import nscr.index.RocksIndexBackend;

/// The index, opened by this process, with the lock that lets it and, once it is shared, the socket
/// on which it answers.
///
/// The index makes files when it likes. Those that root makes for somebody else are given away when
/// it is opened, when it is closed, and after the commit that follows on their making: what a crash
/// leaves in between can be read, for the next one who opens it only reads and deletes it.
final class OwnedIndex implements IndexBackend {
  /// How long it is this process's alone. Most commands are over by then, and to make a socket
  /// would take them longer than all they do; others wait as long as for one that is being opened.
  private static final long ALONE_MILLIS = 100;

  private final Path directory;
  private final IndexBackend index;
  private final Ownership ownership;
  private final Closeable lock;
  private volatile Optional<FileTime> seen = Optional.empty();
  private Closeable socket = () -> {};
  private boolean closed;

  private OwnedIndex(Path directory, IndexBackend index, Ownership ownership, Closeable lock) {
    this.directory = directory;
    this.index = index;
    this.ownership = ownership;
    this.lock = lock;
  }

  /// As it lies there, to be read only.
  ///
  /// @param lock is held; closed with this, and not when this fails
  static OwnedIndex openReadOnly(Path directory, Closeable lock) throws IOException {
    Ownership ownership = Ownership.in(directory.toAbsolutePath().getParent());
    return new OwnedIndex(directory, RocksIndexBackend.openReadOnly(directory), ownership, lock);
  }

  /// @param lock is held; closed with this, and not when this fails
  static OwnedIndex open(Path directory, Reserve reserve, Closeable lock) throws IOException {
    Ownership ownership = Ownership.in(directory.toAbsolutePath().getParent());
    OwnedIndex opened =
        new OwnedIndex(
            directory, RocksIndexBackend.openUnwritten(directory, reserve), ownership, lock);
    opened.giveAway();
    return opened;
  }

  /// Begins to answer other processes.
  interface Sharing {

    /// @return closed before the index
    Closeable begin() throws IOException;
  }

  /// In a moment, unless it is closed by then, the index is shared. Where that is not possible, as
  /// on a file system without sockets, others wait, as for somebody who does not answer.
  void shareSoon(Sharing sharing) {
    Thread.ofPlatform().daemon().name("nscr-share").start(() -> share(sharing));
  }

  private synchronized void share(Sharing sharing) {
    long end = System.nanoTime() + ALONE_MILLIS * 1_000_000;
    try {
      for (long left = ALONE_MILLIS;
          !closed && left > 0;
          left = (end - System.nanoTime()) / 1_000_000) {
        wait(left);
      }
      if (!closed) {
        socket = sharing.begin();
      }
    } catch (IOException | UnsupportedOperationException | InterruptedException e) {
      return;
    }
  }

  private synchronized Closeable endSharing() {
    closed = true;
    notifyAll();
    return socket;
  }

  @Override
  public Optional<Bytes> get(String key) throws IOException {
    return index.get(key);
  }

  @Override
  public List<Entry> scan(String from, String to, int limit) throws IOException {
    return index.scan(from, to, limit);
  }

  @Override
  public boolean commit(Batch batch) throws IOException {
    boolean isMade = index.commit(batch);
    giveAway();
    return isMade;
  }

  @Override
  public void checkpoint(Path made) throws IOException {
    index.checkpoint(made);
    ownership.giveAll(made);
  }

  private void giveAway() throws IOException {
    if (!ownership.isForeign()) {
      return;
    }
    FileTime changed = Files.getLastModifiedTime(directory);
    if (!seen.equals(Optional.of(changed))) {
      ownership.giveAll(directory);
      seen = Optional.of(changed);
    }
  }

  @Override
  public void close() throws IOException {
    try (lock) {
      try (index) {
        endSharing().close();
      }
      ownership.giveAll(directory);
    }
  }
}
