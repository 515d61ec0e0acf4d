package nscr.index;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.rocksdb.Checkpoint;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/// An index on disk: one RocksDB database with one column family, its log synced with every group
/// of commits.
///
/// All commits are made by one thread (see [GroupCommit]); reads are served by whoever asks.
/// RocksDB is never called after it was closed: closing waits for reads under way.
public final class RocksIndexBackend implements IndexBackend {
  /// Nanoseconds from one attempt to write to the next.
  private static final long STALL = 500_000;

  /// In bytes. To ask RocksDB twice is a tenth of what a server takes for a small manifest.
  private static final int RECENT = 1 << 20;

  private final Path directory;
  private final RocksSettings settings;
  private final Reserve reserve;
  private final WriteOptions synced = new WriteOptions().setSync(true).setNoSlowdown(true);
  private final ReadWriteLock life = new ReentrantReadWriteLock();
  private final GroupCommit commits;
  private final RecentValues recent = new RecentValues(RECENT);
  private RocksDB database;
  private final RocksCompaction compaction;

  /// Open for reading only, until there is something to write.
  private volatile boolean isUnwritten;

  private volatile boolean closed;

  private RocksIndexBackend(
      Path directory, RocksSettings settings, Reserve reserve, RocksDB database)
      throws IOException {
    this.compaction = new RocksCompaction(settings, database);
    this.directory = directory;
    this.settings = settings;
    this.reserve = reserve;
    this.database = database;
    this.commits = new GroupCommit(this::read, new Writer());
  }

  /// As the other, with no room kept for a full disk.
  public static RocksIndexBackend open(Path directory) throws IOException {
    return open(directory, Reserve.NONE);
  }

  /// Opens the index in `directory`, making it when there is none. One process at a time.
  ///
  /// @param reserve is given up when there is no room to open the index or to make a change that
  ///   makes room
  /// @throws DamagedIndexException when what is there is not what was written
  /// @throws FullDiskException when there is no room to open it
  public static RocksIndexBackend open(Path directory, Reserve reserve) throws IOException {
    load();
    RocksSettings settings = new RocksSettings();
    try {
      RocksDB database = openFromReserve(directory, settings, reserve);
      return new RocksIndexBackend(directory, settings, reserve, database);
    } catch (IOException e) {
      settings.close();
      throw e;
    }
  }

  /// As the other, but what there is is opened for reading only as long as nothing is written, and
  /// nothing is changed on disk until then: it takes a tenth of the time. For who knows by other
  /// means that no other process has the index open.
  public static RocksIndexBackend openUnwritten(Path directory, Reserve reserve)
      throws IOException {
    load();
    RocksSettings settings = new RocksSettings();
    try {
      Optional<RocksDB> found = RocksOpening.openUnwritten(directory, settings);
      RocksDB database =
          found.isPresent() ? found.get() : openFromReserve(directory, settings, reserve);
      var index = new RocksIndexBackend(directory, settings, reserve, database);
      index.isUnwritten = found.isPresent();
      return index;
    } catch (IOException e) {
      settings.close();
      throw e;
    }
  }

  private static RocksDB openFromReserve(Path directory, RocksSettings settings, Reserve reserve)
      throws IOException {
    settings.compact(false);
    try {
      return RocksOpening.open(directory, settings);
    } catch (FullDiskException e) {
      if (!reserve.giveUp()) {
        throw e;
      }
    }
    return RocksOpening.open(directory, settings);
  }

  /// Opens the index in `directory` as it is now, whoever else may have it open, to be read only:
  /// nothing is written there, and a commit that writes anything fails.
  ///
  /// @throws DamagedIndexException when what is there is not what was written
  public static RocksIndexBackend openReadOnly(Path directory) throws IOException {
    load();
    RocksSettings settings = new RocksSettings();
    try {
      return new RocksIndexBackend(
          directory, settings, Reserve.NONE, RocksOpening.openReadOnly(directory, settings));
    } catch (IOException e) {
      settings.close();
      throw e;
    }
  }

  /// Loads the native library: from `java.library.path` if it is there, else unpacked from the jar
  /// into the folder for temporary files.
  private static void load() throws IOException {
    try {
      RocksDB.loadLibrary();
    } catch (LinkageError | RuntimeException e) {
      throw new IOException("cannot load RocksDB's library for this platform: " + e, e);
    }
  }

  @Override
  public Optional<Bytes> get(String key) throws IOException {
    Optional<Bytes> known = recent.find(key);
    if (known.isPresent() && !closed) {
      return known;
    }
    long moment = recent.moment();
    Optional<Bytes> value = read(key);
    value.ifPresent(found -> recent.keep(key, found, moment));
    return value;
  }

  private Optional<Bytes> read(String key) throws IOException {
    life.readLock().lock();
    try {
      checkOpen();
      return Optional.ofNullable(database.get(Ascii.bytes(key))).map(Bytes::wrap);
    } catch (RocksDBException e) {
      throw RocksFailure.of("cannot read the index", e);
    } finally {
      life.readLock().unlock();
    }
  }

  @Override
  public List<Entry> scan(String from, String to, int limit) throws IOException {
    life.readLock().lock();
    try (Slice end = new Slice(Ascii.bytes(to));
        ReadOptions bounded = new ReadOptions().setIterateUpperBound(end)) {
      checkOpen();
      byte[] start = Ascii.bytes(from);
      List<Entry> found = new ArrayList<>();
      if (from.compareTo(to) >= 0) {
        return found;
      }
      try (RocksIterator entries = database.newIterator(bounded)) {
        entries.seek(start);
        while (found.size() < limit && entries.isValid()) {
          found.add(new Entry(Ascii.text(entries.key()), Bytes.wrap(entries.value())));
          entries.next();
        }
        entries.status();
      }
      return found;
    } catch (RocksDBException e) {
      throw RocksFailure.of("cannot read the index", e);
    } finally {
      life.readLock().unlock();
    }
  }

  @Override
  public boolean commit(Batch batch) throws IOException {
    return commits.commit(batch);
  }

  @Override
  public void checkpoint(Path directory) throws IOException {
    IndexCopy.checkAbsent(directory);
    makeWritable();
    life.readLock().lock();
    try {
      checkOpen();
      if (!hasRoom()) {
        // It moves what is in memory to disk, and must not fail at that.
        throw new FullDiskException("cannot make a checkpoint of the index", null);
      }
      try (Checkpoint checkpoint = Checkpoint.create(database)) {
        checkpoint.createCheckpoint(directory.toString());
      }
    } catch (RocksDBException e) {
      throw RocksFailure.of("cannot make a checkpoint of the index in " + directory, e);
    } finally {
      life.readLock().unlock();
    }
  }

  /// Reads everything there is and holds it against its checksums.
  ///
  /// @throws DamagedIndexException when something is not what was written
  public void verify() throws IOException {
    life.readLock().lock();
    try {
      checkOpen();
      database.verifyChecksum();
    } catch (RocksDBException e) {
      throw RocksFailure.of("cannot read the index in " + directory, e);
    } finally {
      life.readLock().unlock();
    }
  }

  /// How changes are made durable; used by the committing thread only.
  private final class Writer implements GroupCommit.Writer {
    @Override
    public void write(Map<String, Optional<Bytes>> changes) throws IOException {
      makeWritable();
      if (!database.isOwningHandle()) {
        reopen();
      } else if (compaction.isDue() && hasRoom()) {
        compaction.begin(database);
      }
      recent.begin(changes.keySet());
      try {
        RocksIndexBackend.this.write(changes);
      } finally {
        recent.end();
      }
    }

    @Override
    public boolean useReserve() throws IOException {
      return reserve.giveUp() && reopen();
    }
  }

  private void makeWritable() throws IOException {
    if (!isUnwritten) {
      return;
    }
    life.writeLock().lock();
    try {
      checkOpen();
      if (isUnwritten) {
        // The old one last: what fails leaves an index that can be read.
        RocksDB writable = openFromReserve(directory, settings, reserve);
        database.close();
        database = writable;
        isUnwritten = false;
        recent.clear();
      }
    } finally {
      life.writeLock().unlock();
    }
  }

  /// As long as no room is kept, nothing is written but what must be.
  private boolean hasRoom() throws IOException {
    return reserve == Reserve.NONE || reserve.isThere();
  }

  /// Opens the database anew: once it met a full disk it writes nothing for seconds, or ever.
  private boolean reopen() throws IOException {
    life.writeLock().lock();
    try {
      database.close();
      recent.clear();
      settings.compact(false);
      database = RocksOpening.open(directory, settings);
      isUnwritten = false;
      return true;
    } finally {
      life.writeLock().unlock();
    }
  }

  private void write(Map<String, Optional<Bytes>> changes) throws IOException {
    try (WriteBatch batch = new WriteBatch()) {
      for (var change : changes.entrySet()) {
        byte[] key = Ascii.bytes(change.getKey());
        if (change.getValue().isPresent()) {
          batch.put(key, change.getValue().get().unwrap());
        } else {
          batch.delete(key);
        }
      }
      while (!isWritten(batch)) {
        LockSupport.parkNanos(STALL);
      }
    } catch (RocksDBException e) {
      throw RocksFailure.of("cannot write the index in " + directory, e);
    }
  }

  /// Writes `batch` unless what was written before has to be moved from memory to disk first. That
  /// is not left to RocksDB: when that fails because the disk is full, it waits until it is not.
  private boolean isWritten(WriteBatch batch) throws RocksDBException {
    try {
      database.write(synced, batch);
      compaction.wrote(batch.getDataSize());
      return true;
    } catch (RocksDBException e) {
      if (RocksFailure.isStall(e)) {
        return false;
      }
      throw e;
    }
  }

  private void checkOpen() throws IOException {
    if (closed) {
      throw new IOException("the index is closed");
    }
    if (!database.isOwningHandle()) {
      throw new FullDiskException("the index could not be opened again", null);
    }
  }

  @Override
  public void close() throws IOException {
    commits.close();
    life.writeLock().lock();
    try {
      closed = true;
      if (database.isOwningHandle()) {
        compaction.await(database);
        database.close();
      }
      synced.close();
      settings.close();
    } finally {
      life.writeLock().unlock();
    }
  }
}
