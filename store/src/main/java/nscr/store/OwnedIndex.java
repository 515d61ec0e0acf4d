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
  private final Path directory;
  private final IndexBackend index;
  private final Ownership ownership;
  private final Closeable lock;
  private volatile Optional<FileTime> seen = Optional.empty();
  private Closeable socket = () -> {};

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
        new OwnedIndex(directory, RocksIndexBackend.open(directory, reserve), ownership, lock);
    opened.giveAway();
    return opened;
  }

  /// From now on `answering` is closed before the index.
  void share(Closeable answering) {
    socket = answering;
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
        socket.close();
      }
      ownership.giveAll(directory);
    }
  }
}
