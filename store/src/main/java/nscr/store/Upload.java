package nscr.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import nscr.blob.BlobName;
import nscr.blob.Staged;
import nscr.blob.StagedName;
import nscr.oci.Digest;
import nscr.oci.DigestAlgorithm;
import nscr.oci.ErrorCode;
import nscr.oci.OciException;
import nscr.oci.RepositoryName;
import nscr.rows.BlobChanges;
import nscr.rows.BlobRow;
import nscr.rows.UploadRow;

/// A blob on its way into a repository. One thread at a time.
///
/// Bytes are hashed while they come. Closing an upload leaves it to be resumed, by this process or
/// another, at the bytes it has; a crash does the same. Until it is closed nobody else resumes it.
/// Spec: distribution-spec "Pushing blobs".
public final class Upload implements Closeable {
  private static final int BUFFER = 256 << 10;

  private final Store store;
  private final UploadRow row;
  private final RepositoryName repository;
  private final StagedName staged;
  private final Staged file;
  private Optional<RunningHash> hash;
  private boolean closed;

  /// The caller has taken the upload; from here on it is this one's to release.
  private Upload(Store store, UploadRow row, RepositoryName repository) throws IOException {
    this.store = store;
    this.row = row;
    this.repository = repository;
    this.staged = new StagedName(row.id());
    try {
      this.file = store.blobFiles().stage(staged);
      this.hash = store.openUploads().hashOf(row.id(), file.size());
    } catch (IOException | RuntimeException e) {
      store.openUploads().release(row.id(), Optional.empty());
      throw e;
    }
  }

  static Upload begin(Store store, UploadRow row) throws IOException {
    // The row comes first: a staged file without one is garbage to gc.
    store
        .rows()
        .change(change -> {
          change.put(row);
          return row;
        });
    store.openUploads().take(row.id());
    return new Upload(store, row, row.repository().orElseThrow());
  }

  static Optional<Upload> resume(Store store, RepositoryName repository, String id)
      throws IOException {
    if (!StagedName.isValid(id) || !UploadRow.idOf(id).equals(id)) {
      return Optional.empty();
    }
    Optional<UploadRow> row = touch(store, repository, id);
    if (row.isEmpty()) {
      return Optional.empty();
    }
    store.openUploads().take(id);
    return Optional.of(new Upload(store, row.get(), repository));
  }

  private static Optional<UploadRow> touch(Store store, RepositoryName repository, String id)
      throws IOException {
    return store
        .rows()
        .change(change -> {
          Optional<UploadRow> found =
              change
                  .find(UploadRow.key(id))
                  .filter(u -> u.repository().equals(Optional.of(repository)));
          // Written anew, so that an expiry under way notices.
          found.ifPresent(u -> change.put(u.activeAt(store.clock().instant())));
          return found;
        });
  }

  /// How many bytes an upload has, whoever is adding to it.
  static OptionalLong size(Store store, RepositoryName repository, String id) throws IOException {
    if (!StagedName.isValid(id)
        || store
            .rows()
            .find(UploadRow.key(id))
            .filter(u -> u.repository().equals(Optional.of(repository)))
            .isEmpty()) {
      return OptionalLong.empty();
    }
    try (SeekableByteChannel bytes = store.blobFiles().open(new StagedName(id))) {
      return OptionalLong.of(bytes.size());
    } catch (NoSuchFileException e) {
      // Over since its row was read.
      return OptionalLong.empty();
    }
  }

  /// Says by which algorithm the digest is going to be told, to spare a second reading of the
  /// bytes. Only a hint; it counts before the first byte.
  public void expect(DigestAlgorithm algorithm) throws IOException {
    if (file.size() == 0) {
      hash = Optional.of(RunningHash.start(algorithm));
    }
  }

  /// What the upload is called to clients; never used twice.
  public String id() {
    return row.id();
  }

  /// How many bytes have come.
  public long size() throws IOException {
    return file.size();
  }

  /// Appends everything that remains in `bytes`. After a failure `size` says what was kept.
  public void write(ByteBuffer bytes) throws IOException {
    ByteBuffer hashed = bytes.duplicate();
    try {
      file.write(bytes);
    } catch (IOException e) {
      hash = Optional.empty();
      throw e;
    }
    hash.ifPresent(running -> running.update(hashed));
  }

  /// Completes the upload: on return the repository has the blob, durably.
  ///
  /// @throws OciException DIGEST_INVALID when the bytes do not have this digest: the upload goes on
  ///   as it was; BLOB_UPLOAD_UNKNOWN when it was cancelled or expired meanwhile
  public Blob finish(Digest expected) throws IOException {
    try {
      return publish(expected);
    } catch (NoSuchFileException e) {
      if (store.rows().find(UploadRow.key(row.id())).isEmpty()) {
        throw unknown();
      }
      throw e;
    }
  }

  private Blob publish(Digest expected) throws IOException {
    long size = file.size();
    Digest found = digest(expected.algorithm());
    if (!found.equals(expected)) {
      throw new OciException(
          ErrorCode.DIGEST_INVALID, "the upload has digest " + found + ", not " + expected);
    }
    BlobName name = new BlobName(expected, row.id());
    Publication publication = new Publication(store.rows(), store.blobFiles(), store.clock());
    BlobRow blob =
        store
            .rows()
            .change(change -> {
              change.find(UploadRow.key(row.id())).orElseThrow(this::unknown);
              if (change.find(BlobRow.key(expected)).isEmpty()) {
                publish(publication, name);
              }
              publication.adopt(change, name, size);
              BlobChanges.linkForReview(change, expected, repository, store.clock().instant());
              change.remove(UploadRow.key(row.id()));
              return change.find(BlobRow.key(expected)).orElseThrow();
            });
    end();
    return new Blob(store.blobFiles(), blob.file(), blob.size());
  }

  private void publish(Publication publication, BlobName name) throws IOException {
    try {
      publication.publish(Map.of(staged, name));
    } catch (NoSuchFileException e) {
      // Expired since its row was read, and its file with it: that is no trouble of the disk.
      if (store.rows().find(UploadRow.key(row.id())).isEmpty()) {
        throw unknown();
      }
      throw e;
    }
  }

  /// The sha256 digest of the bytes that have come.
  public Digest digest() throws IOException {
    return digest(DigestAlgorithm.SHA256);
  }

  private Digest digest(DigestAlgorithm algorithm) throws IOException {
    Optional<Digest> running = hash.flatMap(h -> h.digest(algorithm));
    return running.isPresent() ? running.get() : Digest.finish(algorithm, rehash(algorithm));
  }

  private MessageDigest rehash(DigestAlgorithm algorithm) throws IOException {
    MessageDigest hash = algorithm.hash();
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    try (SeekableByteChannel in = store.blobFiles().open(staged)) {
      while (in.read(buffer) >= 0) {
        hash.update(buffer.flip());
        buffer.clear();
      }
    }
    return hash;
  }

  /// Gives the upload up; its bytes are gone.
  ///
  /// @throws OciException BLOB_UPLOAD_UNKNOWN when it is already over
  public void cancel() throws IOException {
    store
        .rows()
        .change(change -> {
          change.find(UploadRow.key(row.id())).orElseThrow(this::unknown);
          change.remove(UploadRow.key(row.id()));
          return row;
        });
    end();
  }

  private void end() throws IOException {
    hash = Optional.empty();
    close();
    store.blobFiles().delete(staged);
  }

  private OciException unknown() {
    return new OciException(
        ErrorCode.BLOB_UPLOAD_UNKNOWN, "repository " + repository + " has no upload " + row.id());
  }

  /// Leaves the upload to be resumed.
  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      try {
        file.close();
      } finally {
        store.openUploads().release(row.id(), hash);
      }
    }
  }
}
