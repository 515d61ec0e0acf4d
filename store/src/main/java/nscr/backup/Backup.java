package nscr.backup;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import nscr.index.RocksIndexBackend;
import nscr.rows.FactRow;
import nscr.rows.Holder;
import nscr.rows.KeepRow;
import nscr.rows.Rows;
import nscr.store.Store;
import nscr.store.StoreException;

/// Brings a backup up to date: a directory that holds a store as it was at one moment, while others
/// use the store as they like.
///
/// The order: a row that keeps gc from deleting files; a checkpoint of the index; the files its
/// rows name, as far as the backup has them not; the switch to the new index, which is one rename;
/// and then the files that no row names any more. So at every moment, whoever dies, the backup is
/// whole: as it was before, or as it is to be.
public final class Backup {
  private static final String CHECKPOINT = "checkpoint-";

  private final Store store;
  private final Path source;
  private final TransferOptions options;
  private final String id = UUID.randomUUID().toString();

  private Backup(Store store, Path source, TransferOptions options) {
    this.store = store;
    this.source = source;
    this.options = options;
  }

  /// Makes `target` the backup of a store.
  ///
  /// @param source the directory of `store`
  /// @param target a backup of this store, or an empty directory, or none
  /// @throws StoreException Format when something else is there; Damaged when a file of the store
  ///   is not what its row says: then the backup stays as it was
  public static BackupReport run(Store store, Path source, Path target, TransferOptions options)
      throws IOException {
    Places.checkApart(source, target);
    return new Backup(store, source, options).into(target);
  }

  /// What [#run] would do if it were run now; changes nothing.
  public static BackupReport plan(Store store, Path source, Path target, TransferOptions options)
      throws IOException {
    Places.checkApart(source, target);
    BackupDirectory.checkOurs(target);
    return new BackupPlan(source, target, options.mayLink()).make(store.rows());
  }

  private BackupReport into(Path target) throws IOException {
    var waiting = new BackupDirectory.Waiting(options.process(), options.patience());
    String identity = identity();
    KeepRow keep = new KeepRow(id, store.clock().instant(), Holder.current());
    // First: a store that cannot be changed cannot be backed up, and then there is no trace of it.
    begin(keep);
    try (BackupDirectory backup = BackupDirectory.open(target, identity, waiting)) {
      sweepCheckpoints();
      return bring(backup, target);
    } finally {
      end(keep);
    }
  }

  /// What tells this store from all others, but for those that were restored from its backups.
  private String identity() throws IOException {
    return store
        .rows()
        .change(change -> {
          Optional<FactRow> known = change.find(FactRow.key(FactRow.IDENTITY));
          if (known.isEmpty()) {
            change.put(new FactRow(FactRow.IDENTITY, id));
          }
          return known.map(FactRow::text).orElse(id);
        });
  }

  private void begin(KeepRow keep) throws IOException {
    store
        .rows()
        .change(change -> {
          change.put(keep);
          return keep;
        });
  }

  private void end(KeepRow keep) throws IOException {
    store
        .rows()
        .change(change -> {
          change.remove(keep.key());
          return keep;
        });
  }

  private BackupReport bring(BackupDirectory backup, Path target) throws IOException {
    // What an attempt that was interrupted has left nobody knows but the disk.
    boolean isKnown = !options.isThorough() && !backup.hasLeftovers();
    Optional<Path> before = backup.index().filter(_ -> isKnown);
    long indexBytes = bringIndex(backup);
    try (RocksIndexBackend index = RocksIndexBackend.openReadOnly(backup.newIndex(id))) {
      index.verify();
      BlobsBrought blobs = new BlobsBrought(new Rows(index), source, target, options);
      blobs.bring(before);
      backup.change(id);
      options.progress().begin("cleaning up", -1);
      blobs.sweep();
      // Last: while it is there, the next backup looks at every file.
      backup.sweepAllBut(backup.newIndex(id));
      return blobs.report(indexBytes);
    }
  }

  private long bringIndex(BackupDirectory backup) throws IOException {
    options.progress().begin("index", -1);
    Path checkpoint = source.resolve(CHECKPOINT + id);
    Path made = backup.newIndex(id);
    try {
      store.checkpoint(checkpoint);
      long bytes = new IndexTransfer(checkpoint, made, backup.index(), options.mayLink()).run();
      // Not before there is the new one: some leftover has to say that there are more.
      backup.sweepAllBut(made);
      return bytes;
    } finally {
      Flat.delete(checkpoint);
    }
  }

  /// Deletes what backups that were killed have left in the store: it would keep old tables of the
  /// index from being given back to the disk.
  private void sweepCheckpoints() throws IOException {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(source, CHECKPOINT + "*")) {
      for (Path checkpoint : found) {
        String name = checkpoint.getFileName().toString();
        String owner = name.substring(CHECKPOINT.length()).replace(".tmp", "");
        Optional<KeepRow> row = store.rows().find(KeepRow.key(owner));
        if (row.isEmpty() || row.get().holder().hasEnded()) {
          Flat.delete(checkpoint);
        }
      }
    }
  }
}
