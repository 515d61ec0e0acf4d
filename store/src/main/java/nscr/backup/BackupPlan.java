package nscr.backup;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import nscr.blob.BlobBackend;
import nscr.blob.BlobFile;
import nscr.blob.BlobName;
import nscr.blob.FileBlobBackend;
import nscr.rows.BlobRow;
import nscr.rows.Rows;

/// What a backup, or a restore, would do, as the rows are now. The index, which is small, is left
/// out.
final class BackupPlan {
  private final FileBlobBackend blobs;
  private final boolean isLinked;
  private Transferred sum = Transferred.NOTHING;
  private long removed;
  private long removedBytes;

  BackupPlan(Path source, Path target, boolean mayLink) throws IOException {
    this.blobs = new FileBlobBackend(target);
    this.isLinked = mayLink && fileStore(target).equals(fileStore(source));
  }

  private static FileStore fileStore(Path directory) throws IOException {
    Path there = directory.toAbsolutePath();
    while (!Files.exists(there)) {
      there = there.getParent();
    }
    return Files.getFileStore(there);
  }

  BackupReport make(Rows rows) throws IOException {
    rows.each(BlobRow.all(), this::look);
    blobs.list(
        new BlobBackend.Listing() {
          @Override
          public void file(BlobFile file, long size) throws IOException {
            if (file instanceof BlobName name && !isNamed(rows, name)) {
              removed++;
              removedBytes += size;
            }
          }

          @Override
          public void foreign(String path) {
            // It stays.
          }
        });
    return new BackupReport(sum.files(), sum.bytes(), sum, removed, removedBytes);
  }

  private void look(BlobRow row) throws IOException {
    Transferred how =
        BlobTransfer.size(blobs, row) == row.size()
            ? Transferred.unchanged(row.size())
            : isLinked ? Transferred.linked(row.size()) : Transferred.copied(row.size());
    sum = sum.plus(how);
  }

  private static boolean isNamed(Rows rows, BlobName file) throws IOException {
    return rows.find(BlobRow.key(file.digest())).map(BlobRow::file).equals(Optional.of(file));
  }
}
