package nscr.backup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nscr.blob.BlobName;
import nscr.blob.FileBlobBackend;
import nscr.index.DamagedIndexException;
import nscr.index.IndexBackend;
import nscr.index.RocksIndexBackend;
import nscr.rows.BlobRow;
import nscr.rows.DamagedRowException;
import nscr.rows.Rows;
import nscr.store.StoreException;

/// The files of a backup, brought from what they were to what its new rows name.
///
/// Where the index before is whole, and so are the files it names, only what differs is looked at.
/// Otherwise every file is.
final class BlobsBrought {
  private final Rows rows;
  private final FileBlobBackend blobs;
  private final BlobTransfer transfer;
  private final TransferOptions options;
  private final List<BlobName> gone = new ArrayList<>();
  private boolean isSwept;
  private long removed;
  private long removedBytes;

  BlobsBrought(Rows rows, Path source, Path target, TransferOptions options) {
    this.rows = rows;
    this.blobs = new FileBlobBackend(target);
    this.options = options;
    this.transfer =
        new BlobTransfer(
            new FileBlobBackend(source),
            blobs,
            new BlobTransfer.Means(options.mayLink(), options.progress(), BlobsBrought::refuse));
  }

  private static void refuse(BlobRow row, String why) throws IOException {
    throw new StoreException.Damaged(
        "blob "
            + row.digest()
            + " is damaged: "
            + why
            + ". The backup stays as it was. Run nscr check --deep --repair, then this again.",
        null);
  }

  /// Brings what is missing, durably.
  ///
  /// @param before the index of the backup that is there, if its files can be relied on
  void bring(Optional<Path> before) throws IOException {
    options.progress().begin("blobs", Places.blobBytes(rows));
    if (before.isEmpty() || !isDifferenceBrought(before.get())) {
      isSwept = true;
      transfer.forget();
      rows.each(BlobRow.all(), transfer::take);
    }
    transfer.finish();
  }

  /// @return false when the index before cannot be read
  private boolean isDifferenceBrought(Path before) throws IOException {
    try (IndexBackend index = RocksIndexBackend.openReadOnly(before)) {
      Difference.visit(rows, new Rows(index), new Changes());
      return true;
    } catch (DamagedIndexException | DamagedRowException e) {
      return false;
    }
  }

  private final class Changes implements Difference.Visitor {
    @Override
    public void same(BlobRow row) {
      transfer.pass(row);
    }

    @Override
    public void came(BlobRow row) throws IOException {
      transfer.take(row);
    }

    @Override
    public void went(BlobRow row) {
      gone.add(row.file());
      removedBytes += row.size();
    }
  }

  /// Deletes what no row names any more.
  void sweep() throws IOException {
    if (isSwept) {
      Sweep sweep = new Sweep(rows, blobs);
      removed = sweep.run();
      removedBytes = sweep.bytes();
      return;
    }
    for (BlobName file : gone) {
      blobs.delete(file);
    }
    blobs.syncDeleted(gone);
    removed = gone.size();
  }

  BackupReport report(long indexBytes) {
    Transferred sum = transfer.sum();
    return new BackupReport(
        sum.files(), sum.bytes(), sum.plus(Transferred.index(indexBytes)), removed, removedBytes);
  }
}
