package nscr.index;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.Status;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/// An index on disk: one RocksDB database with one column family, its log synced with every group
/// of commits.
///
/// All commits are made by one thread (see [GroupCommit]); reads are served by whoever asks.
/// RocksDB is never called after it was closed: closing waits for reads under way.
public final class RocksIndexBackend implements IndexBackend {
  private final RocksSettings settings;
  private final RocksDB database;
  private final WriteOptions synced = new WriteOptions().setSync(true);
  private final ReadWriteLock life = new ReentrantReadWriteLock();
  private final GroupCommit commits;
  private boolean closed;

  private RocksIndexBackend(RocksSettings settings, RocksDB database) {
    this.settings = settings;
    this.database = database;
    this.commits = new GroupCommit(this::get, this::write);
  }

  /// Opens the index in `directory`, making it when there is none. One process at a time.
  ///
  /// @throws DamagedIndexException when what is there is not what was written
  public static RocksIndexBackend open(Path directory) throws IOException {
    Files.createDirectories(directory);
    RocksSettings settings = new RocksSettings();
    try {
      return new RocksIndexBackend(
          settings, RocksDB.open(settings.options(), directory.toString()));
    } catch (RocksDBException e) {
      settings.close();
      throw translate("cannot open the index in " + directory, e);
    }
  }

  @Override
  public Optional<Bytes> get(String key) throws IOException {
    life.readLock().lock();
    try {
      checkOpen();
      return Optional.ofNullable(database.get(bytes(key))).map(Bytes::wrap);
    } catch (RocksDBException e) {
      throw translate("cannot read the index", e);
    } finally {
      life.readLock().unlock();
    }
  }

  @Override
  public List<Entry> scan(String from, String to, int limit) throws IOException {
    List<Entry> found = new ArrayList<>();
    if (from.compareTo(to) >= 0 || limit <= 0) {
      return found;
    }
    life.readLock().lock();
    try {
      checkOpen();
      try (Slice end = new Slice(bytes(to));
          ReadOptions bounded = new ReadOptions().setIterateUpperBound(end);
          RocksIterator entries = database.newIterator(bounded)) {
        for (entries.seek(bytes(from)); entries.isValid() && found.size() < limit; entries.next()) {
          found.add(
              new Entry(
                  new String(entries.key(), StandardCharsets.ISO_8859_1),
                  Bytes.wrap(entries.value())));
        }
        entries.status();
      }
      return found;
    } catch (RocksDBException e) {
      throw translate("cannot read the index", e);
    } finally {
      life.readLock().unlock();
    }
  }

  @Override
  public boolean commit(Batch batch) throws IOException {
    return commits.commit(batch);
  }

  /// Makes changes durable; called by the committing thread only.
  private void write(GroupCommit.Writes writes) throws IOException {
    try (WriteBatch batch = new WriteBatch()) {
      for (var change : writes.changes().entrySet()) {
        if (change.getValue().isPresent()) {
          batch.put(bytes(change.getKey()), change.getValue().get().unwrap());
        } else {
          batch.delete(bytes(change.getKey()));
        }
      }
      database.write(synced, batch);
    } catch (RocksDBException e) {
      throw translate("cannot write the index", e);
    }
  }

  private void checkOpen() throws IOException {
    if (closed) {
      throw new IOException("the index is closed");
    }
  }

  private static byte[] bytes(String key) {
    return key.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static IOException translate(String what, RocksDBException e) {
    Status status = e.getStatus();
    if (status != null && status.getCode() == Status.Code.Corruption) {
      return new DamagedIndexException(what + ": " + e.getMessage(), e);
    }
    if (status != null && status.getSubCode() == Status.SubCode.NoSpace) {
      return new IOException(what + ": no space left on device", e);
    }
    String message = String.valueOf(e.getMessage());
    if (message.contains("No such file or directory") || message.contains("Corruption")) {
      return new DamagedIndexException(what + ": " + message, e);
    }
    return new IOException(what + ": " + message, e);
  }

  @Override
  public void close() throws IOException {
    commits.close();
    life.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        database.close();
        synced.close();
        settings.close();
      }
    } finally {
      life.writeLock().unlock();
    }
  }
}
