package nscr.backup;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.stream.Stream;
import nscr.blob.FileBlobBackend;
import nscr.blob.Ownership;
import nscr.index.IndexBackend;
import nscr.index.RocksIndexBackend;
import nscr.rows.BlobRow;
import nscr.rows.Change;
import nscr.rows.KeepRow;
import nscr.rows.Key;
import nscr.rows.ReviewRow;
import nscr.rows.Row;
import nscr.rows.Rows;
import nscr.rows.UploadRow;
import nscr.store.StoreDirectory;
import nscr.store.StoreException;
import nscr.store.StoreLock;

/// Makes a store of a backup.
///
/// The store appears at the end: until its file `format` is written, last, nobody opens it. What
/// was in progress when the backup was made is not part of it: its uploads, and the reviews of
/// files that no row names. An attempt that was interrupted is taken up where it was by the next.
public final class Restore {
  private final Path backup;
  private final Path target;
  private final TransferOptions options;
  private long lost;

  private Restore(Path backup, Path target, TransferOptions options) {
    this.backup = backup;
    this.target = target;
    this.options = options;
  }

  /// Makes a store in `target`, which is empty, or not there, or was begun by a restore.
  ///
  /// A blob that the backup has no more as it was is left out: the store appears all the same, and
  /// a check of it says what is missing.
  ///
  /// @throws StoreException Missing when there is no `backup`; Format when it is none, or was never
  ///   completed, or something is in `target`; Busy when another process has one of them
  public static RestoreReport run(Path backup, Path target, TransferOptions options)
      throws IOException {
    RestoreReport report = make(backup, target, options);
    Files.delete(target.resolve(StoreDirectory.RESTORING));
    return report;
  }

  /// As [#run], but it still says that it was made by a restore.
  private static RestoreReport make(Path backup, Path target, TransferOptions options)
      throws IOException {
    checkBackup(backup);
    Places.checkApart(backup, target);
    checkFree(target);
    Files.createDirectories(target);
    var waiting = new BackupDirectory.Waiting(options.process(), options.patience());
    try (Source _ = Source.take(backup, waiting);
        StoreLock _ = waiting.take(target)) {
      checkFree(target);
      return new Restore(backup, target, options).run();
    }
  }

  /// As [#run], in the place of the store that is in `target`, which no process may have open. The
  /// new store is made beside it; then the old one is renamed, and the new one gets its place. When
  /// that is interrupted the next attempt goes on, also where neither is in its place.
  ///
  /// @return where the old store is now; empty when there was none
  public static Replaced replace(Path backup, Path target, TransferOptions options)
      throws IOException {
    checkBackup(backup);
    Path place = place(target);
    Places.checkApart(backup, place);
    if (!isMadeBeside(place)) {
      return new Replaced(run(backup, target, options), Optional.empty());
    }
    Path made = beside(place);
    boolean isThere = Files.exists(place);
    var waiting = new BackupDirectory.Waiting(options.process(), options.patience());
    if (isThere) {
      StoreDirectory.prepare(place, false);
      waiting.take(place).close();
    }
    takeUp(made);
    RestoreReport report = make(backup, made, options);
    Optional<Path> old = isThere ? Optional.of(free(place)) : Optional.empty();
    if (old.isPresent()) {
      options.progress().begin("setting the old store aside", -1);
      try (StoreLock _ = waiting.take(place)) {
        Files.move(place, old.get(), StandardCopyOption.ATOMIC_MOVE);
      }
    }
    options.progress().begin("putting the new store in its place", -1);
    Files.move(made, place, StandardCopyOption.ATOMIC_MOVE);
    IndexTransfer.sync(place.getParent());
    Files.delete(place.resolve(StoreDirectory.RESTORING));
    return new Replaced(report, old);
  }

  /// Where a store is, or was: a name that leads there stays what it is.
  private static Path place(Path target) throws IOException {
    if (Files.exists(target)) {
      return target.toRealPath();
    }
    Path named =
        Files.isSymbolicLink(target)
            ? target.resolveSibling(Files.readSymbolicLink(target))
            : target;
    return named.toAbsolutePath().normalize();
  }

  /// A store that was complete and did not get into its place is no store any more: it may be of
  /// another backup. What it has of this one stays.
  private static void takeUp(Path made) throws IOException {
    if (Files.exists(made.resolve(StoreDirectory.RESTORING))) {
      Files.deleteIfExists(made.resolve("format"));
    }
  }

  /// What [#run], or [#replace], would do if it were run now; changes nothing. What the backup has
  /// lost it does not say: for that every file would have to be read.
  ///
  /// @param mayReplace whether there may be a store in `target`
  public static RestoreReport plan(
      Path backup, Path target, TransferOptions options, boolean mayReplace) throws IOException {
    checkBackup(backup);
    Places.checkApart(backup, target);
    boolean isReplaced = mayReplace && isMadeBeside(place(target));
    if (!isReplaced) {
      checkFree(target);
    }
    Path made = isReplaced ? beside(place(target)) : target;
    try (IndexBackend index = RocksIndexBackend.openReadOnly(backup.resolve("index"))) {
      BackupReport plan = new BackupPlan(backup, made, options.mayLink()).make(new Rows(index));
      return new RestoreReport(plan.blobs(), plan.bytes(), plan.transferred(), 0);
    }
  }

  /// Whether there is something to replace, or was when an earlier attempt was interrupted.
  private static boolean isMadeBeside(Path place) {
    return Files.exists(place.resolve("format"))
        || Files.notExists(place) && Files.exists(beside(place));
  }

  private static Path beside(Path target) {
    return target.resolveSibling(target.getFileName() + ".restoring");
  }

  /// A store that was restored, and where the one is that was in its place.
  public record Replaced(RestoreReport report, Optional<Path> old) {}

  private static Path free(Path target) {
    int n = 1;
    Path free;
    do {
      free = target.resolveSibling(target.getFileName() + ".replaced-" + n++);
    } while (Files.exists(free));
    return free;
  }

  private static void checkBackup(Path backup) throws IOException {
    if (!Files.exists(backup)) {
      throw new StoreException.Missing("there is no backup at " + backup);
    }
    if (!StoreDirectory.isBackup(backup)) {
      throw new StoreException.Format(
          backup + " is no backup: it has no file \"" + StoreDirectory.BACKUP + "\"");
    }
    StoreDirectory.prepare(backup, false);
  }

  private static void checkFree(Path target) throws IOException {
    if (Files.exists(target.resolve("format"))) {
      throw new StoreException.Format(
          "there is a store at "
              + target
              + " already. Name another place with --store, or say --replace.");
    }
    if (!Files.exists(target) || Files.exists(target.resolve(StoreDirectory.RESTORING))) {
      return;
    }
    try (Stream<Path> entries = Files.list(target)) {
      if (!entries.allMatch(path -> path.getFileName().toString().equals("lock"))) {
        throw new StoreException.Format(target + " is not empty. Name another place with --store.");
      }
    }
  }

  /// The backup, held so that no other process changes it meanwhile; where this one may write
  /// nothing, as on a disk that is mounted read-only, it is taken as it is.
  private record Source(Optional<StoreLock> lock) implements Closeable {
    static Source take(Path backup, BackupDirectory.Waiting waiting) throws IOException {
      try {
        return new Source(Optional.of(waiting.take(backup)));
      } catch (AccessDeniedException e) {
        return new Source(Optional.empty());
      } catch (FileSystemException e) {
        if (String.valueOf(e.getReason()).contains("Read-only file system")) {
          return new Source(Optional.empty());
        }
        throw e;
      }
    }

    @Override
    public void close() throws IOException {
      if (lock.isPresent()) {
        lock.get().close();
      }
    }
  }

  private RestoreReport run() throws IOException {
    Path marker = target.resolve(StoreDirectory.RESTORING);
    Files.writeString(marker, backup.toAbsolutePath() + "\n");
    Ownership.in(target).give(marker);
    IndexTransfer.sync(target);
    options.progress().begin("index", -1);
    Path directory = target.resolve("index");
    Flat.delete(directory);
    long indexBytes =
        new IndexTransfer(backup.resolve("index"), directory, Optional.empty(), options.mayLink())
            .run();
    Transferred transferred;
    try (IndexBackend index = RocksIndexBackend.open(directory)) {
      Rows rows = new Rows(index);
      drop(rows);
      FileBlobBackend blobs = new FileBlobBackend(target);
      transferred = bringBlobs(rows, blobs);
      options.progress().begin("cleaning up", -1);
      new Sweep(rows, blobs).run();
    }
    Ownership.in(target).giveAll(directory);
    // The names of what was made, before the one that makes it a store.
    IndexTransfer.sync(target);
    StoreDirectory.make(target);
    return new RestoreReport(
        transferred.files(),
        transferred.bytes(),
        transferred.plus(Transferred.index(indexBytes)),
        lost);
  }

  /// Removes what belonged to processes that used the store when the backup was made.
  private static void drop(Rows rows) throws IOException {
    rows.change(change -> {
      drop(rows, change, UploadRow.all());
      drop(rows, change, KeepRow.all());
      // Every file of a backup is named by a row.
      drop(rows, change, ReviewRow.of(ReviewRow.Kind.FILE));
      return rows;
    });
  }

  private static <R extends Row> void drop(Rows rows, Change change, Key.Prefix<R> kind)
      throws IOException {
    // Those that cannot be read are left to a repair.
    rows.each(kind, row -> change.remove(row.key()), (_, _) -> {});
  }

  private Transferred bringBlobs(Rows rows, FileBlobBackend blobs) throws IOException {
    options.progress().begin("blobs", Places.blobBytes(rows));
    BlobTransfer transfer =
        new BlobTransfer(
            new FileBlobBackend(backup),
            blobs,
            new BlobTransfer.Means(options.mayLink(), options.progress(), (_, _) -> lost++));
    rows.each(BlobRow.all(), transfer::take, (_, _) -> {});
    transfer.finish();
    return transfer.sum();
  }
}
