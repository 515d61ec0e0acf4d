package nscr.store;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import nscr.blob.BlobBackend;
import nscr.blob.BlobName;
import nscr.oci.Digest;

/// A blob that a repository serves.
public final class Blob {
  private final BlobBackend blobs;
  private final BlobName file;
  private final long size;

  Blob(BlobBackend blobs, BlobName file, long size) {
    this.blobs = blobs;
    this.file = file;
    this.size = size;
  }

  public Digest digest() {
    return file.digest();
  }

  /// In bytes.
  public long size() {
    return size;
  }

  /// Opens the exact bytes, unverified; a `java.nio.channels.FileChannel` where they are a local
  /// file. Once open they stay readable to the end, whatever is deleted meanwhile.
  ///
  /// @throws java.nio.file.NoSuchFileException when the blob was removed since it was found
  public SeekableByteChannel open() throws IOException {
    return blobs.open(file);
  }
}
