package nscr.index;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WALRecoveryMode;

/// Opens a database so that a crash is never taken for damage, nor damage for a crash.
///
/// The last write to the log may be torn: it was never acknowledged and is dropped. After kill -9
/// what is there is a beginning of it. After a loss of power it need not be: a file system may have
/// kept the new size of the log, and some of its pages but not others. What tells this from damage
/// is that nothing whole follows, for each write is synced before the next one begins. RocksDB by
/// itself either stops at the first bad record without a word, or refuses all but a cut end.
final class RocksOpening {

  /// What the file `CURRENT` holds until a database that is being made has its first log.
  private static final String HALF_MADE = "MANIFEST-000001\n";

  private static final int ATTEMPTS = 5;

  /// A log of more bytes is read once by somebody who then moves it to where it is not read again.
  private static final long LONGEST_LOG = 256 << 10;

  private RocksOpening() {}

  /// @throws DamagedIndexException when what is there is not what was written
  static RocksDB open(Path directory, RocksSettings settings) throws IOException {
    prepare(directory);
    try {
      return open(directory, settings, WALRecoveryMode.TolerateCorruptedTailRecords);
    } catch (DamagedIndexException e) {
      if (!endsInTornWrite(directory, settings)) {
        throw e;
      }
    }
    return open(directory, settings, WALRecoveryMode.PointInTimeRecovery);
  }

  /// Opens what is there for reading alone; nothing on disk is changed. It stays as it is now.
  ///
  /// @throws DamagedIndexException when what is there is not what was written
  static RocksDB openReadOnly(Path directory, RocksSettings settings) throws IOException {
    if (!Files.exists(directory.resolve("CURRENT"))) {
      throw missing(directory, "CURRENT");
    }
    for (int attempts = 1; ; attempts++) {
      try {
        return RocksDB.openReadOnly(
            // All files now: whoever writes the index may delete them later.
            settings
                .options()
                .setMaxOpenFiles(-1)
                .setWalRecoveryMode(WALRecoveryMode.PointInTimeRecovery),
            directory.toString());
      } catch (RocksDBException e) {
        // Somebody who is writing it deletes files while they are being opened.
        if (attempts == ATTEMPTS) {
          throw RocksFailure.of("cannot open the index in " + directory, e);
        }
      }
    }
  }

  /// Opens what is there for reading alone, which no other process has open; nothing on disk is
  /// changed.
  ///
  /// @return empty when it is for [#open], which tells a crash from damage, to open it
  /// @throws DamagedIndexException when what is there is not what was written
  static Optional<RocksDB> openUnwritten(Path directory, RocksSettings settings)
      throws IOException {
    prepare(directory);
    if (!Files.exists(directory.resolve("CURRENT")) || logBytes(directory) > LONGEST_LOG) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          RocksDB.openReadOnly(
              settings.options().setWalRecoveryMode(WALRecoveryMode.TolerateCorruptedTailRecords),
              directory.toString()));
    } catch (RocksDBException e) {
      return Optional.empty();
    }
  }

  private static long logBytes(Path directory) throws IOException {
    long bytes = 0;
    for (Path log : files(directory, ".log")) {
      bytes += Files.size(log);
    }
    return bytes;
  }

  /// Makes the directory of a new database, durably; keeps RocksDB away from one that lost a file
  /// whose loss it would not tell.
  ///
  /// Without the file that names the others it makes an empty database, and deletes the rest with
  /// the next open. Without its log, which copies that leave out all `*.log` do not have, it opens
  /// as it was some time ago.
  private static void prepare(Path directory) throws IOException {
    Path current = directory.resolve("CURRENT");
    if (!Files.exists(current)) {
      Files.createDirectories(directory);
      if (!files(directory, ".log").isEmpty() || !files(directory, ".sst").isEmpty()) {
        throw missing(directory, "CURRENT");
      }
      try (FileChannel names =
          FileChannel.open(directory.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
        names.force(true);
      }
    } else if (!Files.readString(current).equals(HALF_MADE) && files(directory, ".log").isEmpty()) {
      throw missing(directory, "*.log");
    }
  }

  /// The files whose names end so. Not by a pattern, which takes a new process longer to make than
  /// to list them.
  private static List<Path> files(Path directory, String ending) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        if (file.toString().endsWith(ending)) {
          found.add(file);
        }
      }
    }
    return found;
  }

  private static DamagedIndexException missing(Path directory, String file) {
    return RocksFailure.damaged(
        "cannot open the index in " + directory, "its file " + file + " is missing", null);
  }

  private static RocksDB open(Path directory, RocksSettings settings, WALRecoveryMode mode)
      throws IOException {
    try {
      return RocksDB.open(settings.options().setWalRecoveryMode(mode), directory.toString());
    } catch (RocksDBException e) {
      throw RocksFailure.of("cannot open the index in " + directory, e);
    }
  }

  /// Whether what can be read of the log up to its first bad record is all that can be read of it.
  private static boolean endsInTornWrite(Path directory, RocksSettings settings) {
    try {
      return lastChange(directory, settings, WALRecoveryMode.PointInTimeRecovery)
          == lastChange(directory, settings, WALRecoveryMode.SkipAnyCorruptedRecords);
    } catch (RocksDBException e) {
      // Then it is not the log, or not the log alone.
      return false;
    }
  }

  /// The number of the last change that can be read. Nothing on disk is changed by looking.
  private static long lastChange(Path directory, RocksSettings settings, WALRecoveryMode mode)
      throws RocksDBException {
    try (RocksDB database =
        RocksDB.openReadOnly(settings.options().setWalRecoveryMode(mode), directory.toString())) {
      return database.getLatestSequenceNumber();
    }
  }
}
