package nscr.backup;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nscr.blob.BlobBackend;
import nscr.blob.BlobFile;
import nscr.blob.BlobName;
import nscr.blob.StagedName;
import nscr.rows.BlobRow;
import nscr.rows.Rows;

/// Deletes the files of a copy that its rows do not name: what went from the store, and what an
/// attempt that was interrupted has left.
final class Sweep implements BlobBackend.Listing {
  private final Rows rows;
  private final BlobBackend blobs;
  private final List<BlobName> deleted = new ArrayList<>();
  private long bytes;

  Sweep(Rows rows, BlobBackend blobs) {
    this.rows = rows;
    this.blobs = blobs;
  }

  /// Answers how many published files went.
  long run() throws IOException {
    blobs.list(this);
    blobs.syncDeleted(deleted);
    return deleted.size();
  }

  /// Bytes that the files had which went, be they given back to the disk or not.
  long bytes() {
    return bytes;
  }

  @Override
  public void file(BlobFile file, long size) throws IOException {
    switch (file) {
      case StagedName _ -> blobs.delete(file);
      case BlobName name -> {
        if (!rows.find(BlobRow.key(name.digest())).map(BlobRow::file).equals(Optional.of(name))) {
          blobs.delete(name);
          deleted.add(name);
          bytes += size;
        }
      }
    }
  }

  @Override
  public void foreign(String path) {
    // Not ours to delete; a check says that it is there.
  }
}
