package nscr.store;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.NoSuchFileException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import nscr.blob.BlobName;
import nscr.blob.Staged;
import nscr.blob.StagedName;
import nscr.content.ContentException;
import nscr.content.ContentSink;
import nscr.content.Spool;
import nscr.oci.Descriptor;
import nscr.oci.Digest;
import nscr.oci.DigestAlgorithm;
import nscr.oci.ImageReference;
import nscr.rows.BlobRow;
import nscr.rows.UploadRow;

/// Images on their way into the store, from wherever. One thread at a time.
///
/// Everything is staged under one upload row, verified, and becomes visible in one commit by
/// `finish` (see [ImportCommit]). Until then nothing of it can be seen or collected; what the store
/// had already is held by a second name, so that nothing that was skipped can vanish before. An
/// import that is closed, or whose process dies, before it is finished leaves nothing that gc would
/// not collect.
public final class Import implements Spool, ContentSink, Closeable {
  private static final int BUFFER = 128 << 10;

  private final Store store;
  private final UploadRow row;
  private final byte[] buffer = new byte[BUFFER];
  private final Map<Digest, Piece> pieces = new LinkedHashMap<>();
  private final Map<Digest, Descriptor> manifests = new LinkedHashMap<>();
  private final Map<ImageReference, Digest> names = new LinkedHashMap<>();
  private int files;
  private boolean over;

  private Import(Store store, UploadRow row) {
    this.store = store;
    this.row = row;
  }

  static Import begin(Store store, UploadRow row) throws IOException {
    // The row comes first: a staged file without one is garbage to gc.
    store
        .rows()
        .change(change -> {
          change.put(row);
          return row;
        });
    return new Import(store, row);
  }

  /// Content that was staged.
  record Piece(Store store, StagedName staged, Digest digest, long size) implements Spooled {
    @Override
    public InputStream open() throws IOException {
      return Channels.newInputStream(store.blobFiles().open(staged));
    }

    /// The published name it gets if the blob is new.
    BlobName file() {
      return new BlobName(digest, staged.id());
    }
  }

  @Override
  public Spooled keep(InputStream content, Optional<Digest> expected) throws IOException {
    StagedName staged = nextFile();
    DigestAlgorithm algorithm = expected.map(Digest::algorithm).orElse(DigestAlgorithm.SHA256);
    MessageDigest hash = algorithm.hash();
    InputStream hashed = new DigestInputStream(content, hash);
    boolean held = expected.isPresent() && hold(expected.get(), staged).isPresent();
    long size = held ? read(hashed) : write(hashed, staged);
    Digest digest = Digest.finish(algorithm, hash);
    if (expected.isPresent() && !digest.equals(expected.get())) {
      store.blobFiles().delete(staged);
      throw new ContentException("content of " + expected.get() + " has digest " + digest);
    }
    return remember(new Piece(store, staged, digest, size));
  }

  private StagedName nextFile() {
    if (over) {
      throw new IllegalStateException("the import is over");
    }
    return new StagedName(row.id() + "." + files++);
  }

  private Piece remember(Piece piece) throws IOException {
    Piece before = pieces.putIfAbsent(piece.digest(), piece);
    if (before != null) {
      store.blobFiles().delete(piece.staged());
      return before;
    }
    return piece;
  }

  /// Answers how many bytes there were.
  private long write(InputStream content, StagedName staged) throws IOException {
    try (Staged file = store.blobFiles().stage(staged)) {
      int count;
      do {
        // Whole buffers: the page cache takes twice as long for writes that begin inside its pages.
        count = content.readNBytes(buffer, 0, BUFFER);
        file.write(ByteBuffer.wrap(buffer, 0, count));
      } while (count == BUFFER);
      return file.size();
    }
  }

  private long read(InputStream content) throws IOException {
    long size = 0;
    int count;
    while ((count = content.read(buffer)) >= 0) {
      size += count;
    }
    return size;
  }

  /// Holds what the store has of this digest under a staged name of ours.
  private Optional<BlobRow> hold(Digest digest, StagedName staged) throws IOException {
    Optional<BlobRow> blob = store.rows().find(BlobRow.key(digest));
    return blob.isPresent() && store.blobFiles().hold(blob.get().file(), staged)
        ? blob
        : Optional.empty();
  }

  /// Whether the content was staged here, or is in the store, which then is made sure of until the
  /// import is over.
  ///
  /// @throws ContentException when it has another size than the descriptor says
  @Override
  public boolean has(Descriptor descriptor) throws IOException {
    Piece piece = pieces.get(descriptor.digest());
    if (piece == null) {
      StagedName staged = nextFile();
      Optional<BlobRow> blob = hold(descriptor.digest(), staged);
      if (blob.isEmpty()) {
        return false;
      }
      piece = new Piece(store, staged, descriptor.digest(), blob.get().size());
      pieces.put(descriptor.digest(), piece);
    }
    if (piece.size() != descriptor.size()) {
      throw new ContentException(
          descriptor.digest()
              + " has "
              + piece.size()
              + " bytes, not the "
              + descriptor.size()
              + " its descriptor says");
    }
    return true;
  }

  /// The content verifies itself while it is read, as [nscr.content.ContentSource#open] promises:
  /// it is not hashed again.
  @Override
  public void put(Descriptor descriptor, InputStream content) throws IOException {
    Digest digest = descriptor.digest();
    if (!pieces.containsKey(digest)) {
      StagedName staged = nextFile();
      pieces.put(digest, new Piece(store, staged, digest, write(content, staged)));
    }
    if (descriptor.mediaType().isManifest()) {
      manifests.put(descriptor.digest(), descriptor);
    }
  }

  /// Names a manifest that was put: by a tag, or by its digest to have it kept without one.
  ///
  /// @throws ContentException when the import already gave the name to another manifest
  @Override
  public void tag(Descriptor manifest, ImageReference name) throws IOException {
    Digest before = names.putIfAbsent(name, manifest.digest());
    if (before != null && !before.equals(manifest.digest())) {
      throw new ContentException(
          "two images are called " + name + ": " + before + " and " + manifest.digest());
    }
  }

  /// Makes everything that was named visible, in one commit; what nothing named needs is dropped.
  @Override
  public void finish() throws IOException {
    try {
      new ImportCommit(store, row, pieces, manifests).run(names);
    } catch (NoSuchFileException e) {
      if (store.rows().find(row.key()).isEmpty()) {
        throw ImportCommit.givenUp();
      }
      throw e;
    }
    over = true;
    discard();
  }

  /// Ends the import; unless it was finished, nothing of it remains.
  @Override
  public void close() throws IOException {
    if (!over) {
      over = true;
      // The files first: on a full disk that makes the room the commit needs.
      discard();
      store
          .rows()
          .change(change -> {
            change.remove(row.key());
            return row;
          });
    }
  }

  private void discard() throws IOException {
    for (int n = 0; n < files; n++) {
      store.blobFiles().delete(new StagedName(row.id() + "." + n));
    }
  }
}
