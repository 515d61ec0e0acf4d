package nscr.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import nscr.blob.BlobName;
import nscr.blob.StagedName;
import nscr.oci.Digest;
import nscr.rows.BlobRow;
import nscr.rows.Change;
import nscr.rows.Holder;
import nscr.rows.ReviewRow;
import nscr.rows.State;
import nscr.rows.UploadRow;

/// Gives a blob whose row is gone, or names a file that is no good, a file that no row names.
///
/// The content comes in as an upload's does, held by a name of its own under an upload's row: the
/// name it had may be a gc's to delete at this very moment, and is never used again (R5).
final class Adoption {
  private static final int BUFFER = 1 << 20;

  private final Store store;

  Adoption(Store store) {
    this.store = store;
  }

  boolean adopt(BlobName orphan, Optional<BlobRow> instead) throws IOException {
    Instant now = store.clock().instant();
    UploadRow row =
        new UploadRow(store.newId(), Optional.empty(), now, now, Optional.of(Holder.current()));
    StagedName staged = new StagedName(row.id() + ".0");
    store
        .rows()
        .change(change -> {
          change.put(row);
          return row;
        });
    try {
      return store.blobFiles().hold(orphan, staged)
          && isWhole(orphan.digest(), staged)
          && name(row, orphan, instead);
    } finally {
      end(row, staged);
    }
  }

  private boolean isWhole(Digest digest, StagedName staged) throws IOException {
    MessageDigest hash = digest.algorithm().hash();
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    try (SeekableByteChannel content = store.blobFiles().open(staged)) {
      while (content.read(buffer.clear()) >= 0) {
        hash.update(buffer.flip());
      }
    }
    return Digest.finish(digest.algorithm(), hash).equals(digest);
  }

  private boolean name(UploadRow row, BlobName orphan, Optional<BlobRow> instead)
      throws IOException {
    StagedName staged = new StagedName(row.id() + ".0");
    BlobName file = new BlobName(orphan.digest(), staged.id());
    long size;
    try (SeekableByteChannel content = store.blobFiles().open(staged)) {
      size = content.size();
    }
    Publication publication = new Publication(store.rows(), store.blobFiles(), store.clock());
    return store
        .rows()
        .change(change -> {
          if (change.find(row.key()).isEmpty() || !isAsSeen(change, file.digest(), instead)) {
            return false;
          }
          publication.publish(Map.of(staged, file));
          change.remove(BlobRow.key(file.digest()));
          publication.adopt(change, file, size);
          change.put(ReviewRow.file(store.clock().instant(), orphan));
          change.remove(row.key());
          return true;
        });
  }

  private static boolean isAsSeen(Change change, Digest digest, Optional<BlobRow> instead)
      throws IOException {
    return change
        .find(BlobRow.key(digest))
        .map(found -> found.with(State.LIVE))
        .equals(instead.map(seen -> seen.with(State.LIVE)));
  }

  private void end(UploadRow row, StagedName staged) throws IOException {
    store.blobFiles().delete(staged);
    store
        .rows()
        .change(change -> {
          change.remove(row.key());
          return row;
        });
  }
}
