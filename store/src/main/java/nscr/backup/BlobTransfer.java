package nscr.backup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nscr.blob.BlobName;
import nscr.blob.FileBlobBackend;
import nscr.blob.Staged;
import nscr.blob.StagedName;
import nscr.content.Progress;
import nscr.oci.Digest;
import nscr.rows.BlobRow;

/// Files on their way from one directory of blobs to another. One thread.
///
/// A file is linked where the file system lets it; else its bytes are copied, and have their digest
/// or do not come. It gets its name only when it is whole, and a file that has its name and its
/// size is not brought again. The names are durable when [#finish] returns.
final class BlobTransfer {
  private static final int BUFFER = 1 << 20;

  /// Files whose syncs are made side by side.
  private static final int AT_ONCE = 256;

  /// What to do about a file that is not what its row says.
  interface Damage {
    void found(BlobRow row, String why) throws IOException;
  }

  private final FileBlobBackend from;
  private final FileBlobBackend to;
  private final Means means;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
  private final List<BlobName> linked = new ArrayList<>();
  private final Map<StagedName, BlobName> copied = new LinkedHashMap<>();
  private Transferred sum = Transferred.NOTHING;

  /// How files come over.
  ///
  /// @param mayLink whether a second name for the same bytes will do
  record Means(boolean mayLink, Progress progress, Damage damage) {}

  BlobTransfer(FileBlobBackend from, FileBlobBackend to, Means means) {
    this.from = from;
    this.to = to;
    this.means = means;
  }

  /// What came over so far.
  Transferred sum() {
    return sum;
  }

  /// Counts anew.
  void forget() {
    sum = Transferred.NOTHING;
  }

  /// Counts a file that is known to be there.
  void pass(BlobRow row) {
    sum = sum.plus(Transferred.unchanged(row.size()));
    means.progress().advance(row.size());
  }

  void take(BlobRow row) throws IOException {
    if (isThere(row)) {
      pass(row);
      return;
    }
    try {
      if (means.mayLink() && link(row)) {
        return;
      }
      copy(row);
    } catch (NoSuchFileException e) {
      means.damage().found(row, "its file " + row.file() + " is not there");
    }
  }

  private boolean isThere(BlobRow row) throws IOException {
    long size = size(to, row);
    if (size >= 0 && size != row.size()) {
      // Somebody has damaged it.
      to.delete(row.file());
    }
    return size == row.size();
  }

  /// The size of a row's file; -1 when there is none.
  static long size(FileBlobBackend blobs, BlobRow row) throws IOException {
    try (SeekableByteChannel file = blobs.open(row.file())) {
      return file.size();
    } catch (NoSuchFileException e) {
      return -1;
    }
  }

  private boolean link(BlobRow row) throws IOException {
    long size = size(from, row);
    if (size != row.size() && size >= 0) {
      means.damage().found(row, "its file has " + size + " bytes, not " + row.size());
      return true;
    }
    if (!to.link(row.file(), from)) {
      return false;
    }
    linked.add(row.file());
    sum = sum.plus(Transferred.linked(row.size()));
    means.progress().advance(row.size());
    flushIfMany();
    return true;
  }

  private void copy(BlobRow row) throws IOException {
    StagedName staged = new StagedName(row.birth());
    // What an earlier attempt has left.
    to.delete(staged);
    Digest digest;
    try (SeekableByteChannel content = from.open(row.file())) {
      digest = copy(row, content, staged);
    }
    if (!digest.equals(row.digest())) {
      to.delete(staged);
      means.damage().found(row, "its file has digest " + digest);
      return;
    }
    copied.put(staged, row.file());
    sum = sum.plus(Transferred.copied(row.size()));
    flushIfMany();
  }

  private Digest copy(BlobRow row, SeekableByteChannel content, StagedName staged)
      throws IOException {
    MessageDigest hash = row.digest().algorithm().hash();
    try (Staged file = to.stage(staged)) {
      int count;
      while ((count = content.read(buffer.clear())) >= 0) {
        hash.update(buffer.flip());
        file.write(buffer.rewind());
        means.progress().advance(count);
      }
    }
    return Digest.finish(row.digest().algorithm(), hash);
  }

  private void flushIfMany() throws IOException {
    if (linked.size() + copied.size() >= AT_ONCE) {
      finish();
    }
  }

  /// Makes what came over durable.
  void finish() throws IOException {
    to.publish(copied);
    to.syncLinked(linked);
    copied.clear();
    linked.clear();
  }
}
