package nscr.index;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.SstFileReader;
import org.rocksdb.SstFileReaderIterator;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/// Copies what can still be read of a damaged index into a new one. The damaged one is only read,
/// but for its file `CURRENT`, which is made if it is missing.
///
/// As long as the list of its files can be read, an entry comes out as it was written last, or not
/// at all: parts of the log and blocks of tables that are damaged are passed over. Without the list
/// each table is read by itself, oldest first, and then the log: what had been removed may be back,
/// and that is said.
public final class RocksSalvage {
  private static final int BATCH = 1000;
  private static final String LAST = "\u007f";

  private final Path damaged;
  private final Path fresh;
  private final RocksSettings settings;
  private final List<String> losses = new ArrayList<>();
  private long entries;

  private RocksSalvage(Path damaged, Path fresh, RocksSettings settings) {
    this.damaged = damaged;
    this.fresh = fresh;
    this.settings = settings;
  }

  /// @param damaged a directory that no process has open
  /// @param fresh a directory that is not there yet, or empty
  public static SalvageReport run(Path damaged, Path fresh) throws IOException {
    RocksDB.loadLibrary();
    try (RocksSettings settings = new RocksSettings()) {
      RocksSalvage salvage = new RocksSalvage(damaged, fresh, settings);
      salvage.run();
      return new SalvageReport(salvage.entries, salvage.losses);
    } catch (RocksDBException e) {
      throw RocksFailure.of("cannot write the new index in " + fresh, e);
    }
  }

  private void run() throws IOException, RocksDBException {
    Files.createDirectories(fresh);
    nameList();
    if (list("*.log").isEmpty()) {
      losses.add("its log is gone: what was changed last is as it was before");
    }
    try (RocksDB whole = openDamaged()) {
      try (RocksDB to =
              RocksDB.open(settings.options().setCreateIfMissing(true), fresh.toString());
          Target target = new Target(to)) {
        copy(whole, target);
      }
    } catch (UnreadableListException e) {
      losses.add(
          "the list of its files cannot be read ("
              + e.getMessage()
              + "): each was read by itself. Tags, manifests and blobs that had been deleted may be"
              + " back, and what was in files that are gone is lost");
      copyTables();
      replayLogs();
    }
  }

  private static final class UnreadableListException extends IOException {
    private static final long serialVersionUID = 1;

    UnreadableListException(RocksDBException e) {
      super(e.getMessage(), e);
    }
  }

  /// Says again which file is the list of the others, if that is missing.
  private void nameList() throws IOException {
    List<Path> lists = list("MANIFEST-*");
    Path current = damaged.resolve("CURRENT");
    boolean isNamed =
        Files.exists(current) && Files.exists(damaged.resolve(Files.readString(current).strip()));
    if (!isNamed && !lists.isEmpty()) {
      Files.writeString(current, lists.getLast().getFileName() + "\n");
    }
  }

  private List<Path> list(String pattern) throws IOException {
    List<Path> found = new ArrayList<>();
    if (Files.isDirectory(damaged)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(damaged, pattern)) {
        files.forEach(found::add);
      }
    }
    found.sort(null);
    return found;
  }

  private RocksDB openDamaged() throws UnreadableListException {
    try {
      return openDamaged(WALRecoveryMode.TolerateCorruptedTailRecords);
    } catch (RocksDBException e) {
      // Perhaps it is the log.
    }
    try {
      RocksDB database = openDamaged(WALRecoveryMode.SkipAnyCorruptedRecords);
      losses.add("part of its log cannot be read: some of what was changed last is lost");
      return database;
    } catch (RocksDBException e) {
      throw new UnreadableListException(e);
    }
  }

  private RocksDB openDamaged(WALRecoveryMode mode) throws RocksDBException {
    return RocksDB.openReadOnly(
        settings.options().setCreateIfMissing(false).setWalRecoveryMode(mode), damaged.toString());
  }

  /// Where entries are written.
  private final class Target implements AutoCloseable {
    private final RocksDB database;
    private final WriteOptions unsynced = new WriteOptions().setDisableWAL(true);
    private final WriteBatch batch = new WriteBatch();

    Target(RocksDB database) {
      this.database = database;
    }

    void put(byte[] key, byte[] value) throws RocksDBException {
      batch.put(key, value);
      entries++;
      if (batch.count() >= BATCH) {
        write();
      }
    }

    private void write() throws RocksDBException {
      database.write(unsynced, batch);
      batch.clear();
    }

    @Override
    public void close() throws RocksDBException {
      write();
      try (var wait = new org.rocksdb.FlushOptions().setWaitForFlush(true)) {
        database.flush(wait);
      }
      batch.close();
      unsynced.close();
    }
  }

  private void copy(RocksDB from, Target to) throws RocksDBException {
    try (ReadOptions options = new ReadOptions().setFillCache(false);
        RocksIterator all = from.newIterator(options)) {
      String next = "";
      while (next.compareTo(LAST) < 0) {
        next = copyFrom(all, next, to);
      }
    }
  }

  /// Copies up to the next thing that cannot be read; answers where it can be read again.
  private String copyFrom(RocksIterator all, String start, Target to) throws RocksDBException {
    String reached = start;
    all.seek(Ascii.bytes(start));
    while (all.isValid()) {
      to.put(all.key(), all.value());
      reached = Ascii.text(all.key()) + '\0';
      all.next();
    }
    if (isReadable(all)) {
      return LAST;
    }
    String next = behind(all, reached);
    losses.add(
        "a block of it cannot be read: what stood between \""
            + reached.strip()
            + "\" and \""
            + next.strip()
            + "\" is lost");
    return next;
  }

  private static boolean isReadable(RocksIterator at) {
    try {
      at.status();
      return true;
    } catch (RocksDBException e) {
      return false;
    }
  }

  private static boolean isReadable(RocksIterator all, String from) {
    all.seek(Ascii.bytes(from));
    return isReadable(all);
  }

  /// The least key from which on entries can be read again.
  private static String behind(RocksIterator all, String unreadable) {
    String low = unreadable;
    String padded = unreadable.isEmpty() ? " " : unreadable;
    for (int length = padded.length() - 1; length >= 0; length--) {
      for (char c = (char) (padded.charAt(length) + 1); c < 0x7f; c++) {
        String probe = padded.substring(0, length) + c;
        if (isReadable(all, probe)) {
          return bisect(all, low, probe);
        }
        low = probe;
      }
    }
    return LAST;
  }

  /// @param low from here nothing can be read
  /// @param high from here it can
  private static String bisect(RocksIterator all, String low, String high) {
    String below = low;
    String above = high;
    // A key is at most a few hundred characters, and most of the difference is in the first ones.
    for (int step = 0; step < 400; step++) {
      String middle = middle(below, above);
      if (middle.compareTo(below) <= 0 || middle.compareTo(above) >= 0) {
        return above;
      }
      if (isReadable(all, middle)) {
        above = middle;
      } else {
        below = middle;
      }
    }
    return above;
  }

  /// A string between two, both ASCII.
  static String middle(String low, String high) {
    StringBuilder middle = new StringBuilder();
    int carry = 0;
    for (int i = 0; i < Math.max(low.length(), high.length()) + 1; i++) {
      int sum = carry * 128 + (i < low.length() ? low.charAt(i) : 0);
      sum += i < high.length() ? high.charAt(i) : 0;
      middle.append((char) (sum / 2));
      carry = sum % 2;
    }
    // A sum of two characters may not fit into one.
    for (int i = middle.length() - 1; i > 0; i--) {
      if (middle.charAt(i) > 127) {
        middle.setCharAt(i, (char) (middle.charAt(i) - 128));
        middle.setCharAt(i - 1, (char) (middle.charAt(i - 1) + 1));
      }
    }
    return middle.toString();
  }

  private void copyTables() throws RocksDBException, IOException {
    try (RocksDB to = RocksDB.open(settings.options().setCreateIfMissing(true), fresh.toString());
        Target target = new Target(to)) {
      for (Path table : list("*.sst")) {
        copyTable(table, target);
      }
    }
  }

  private void copyTable(Path table, Target to) throws RocksDBException {
    long before = entries;
    try (SstFileReader reader = new SstFileReader(settings.options());
        ReadOptions options = new ReadOptions().setFillCache(false)) {
      reader.open(table.toString());
      try (SstFileReaderIterator all = reader.newIterator(options)) {
        for (all.seekToFirst(); all.isValid(); all.next()) {
          to.put(all.key(), all.value());
        }
        all.status();
      }
    } catch (RocksDBException e) {
      losses.add(
          "of its file "
              + table.getFileName()
              + " only the first "
              + (entries - before)
              + " entries can be read");
    }
  }

  /// The log holds what came after every table. Its changes are numbered, and a new index has fewer
  /// numbers than the old one had when they were made.
  private void replayLogs() throws IOException, RocksDBException {
    for (Path log : list("*.log")) {
      Files.copy(
          log, fresh.resolve(log.getFileName()), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }
    RocksDB.open(
            settings.options().setWalRecoveryMode(WALRecoveryMode.SkipAnyCorruptedRecords),
            fresh.toString())
        .close();
  }
}
