package nscr.torture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import nscr.oci.Descriptor;
import nscr.oci.Digest;
import nscr.oci.Reference;
import nscr.oci.RepositoryName;
import nscr.oci.Tag;
import nscr.store.Blob;
import nscr.store.Blobs;
import nscr.store.Repository;
import nscr.store.Store;
import nscr.store.StoredManifest;
import nscr.store.Upload;
import nscr.torture.Operation.Flavour;

/// A store as a registry, in the process that has it open.
///
/// @param keepsNeededBlobs whether a blob that a manifest needs cannot be deleted
record OpenStore(Store store, boolean keepsNeededBlobs) implements Registry.Writable {
  private static final int MANY = 1000;

  @Override
  public Optional<byte[]> manifest(RepositoryName repository, Reference reference)
      throws IOException {
    return store.repository(repository).manifests().find(reference).map(StoredManifest::content);
  }

  @Override
  public boolean has(RepositoryName repository, Piece piece) throws IOException {
    Repository place = store.repository(repository);
    return piece.isManifest()
        ? place.manifests().promise(piece.digest()).isPresent()
        : place.blobs().promise(piece.digest()).isPresent();
  }

  @Override
  public Optional<byte[]> blob(RepositoryName repository, Digest digest, int first)
      throws IOException {
    Blobs blobs = store.repository(repository).blobs();
    Optional<Blob> blob = blobs.find(digest);
    if (blob.isEmpty()) {
      return Optional.empty();
    }
    try (SeekableByteChannel content = blob.get().open()) {
      ByteBuffer bytes = ByteBuffer.allocate((int) content.size() - first);
      content.position(first);
      while (bytes.hasRemaining() && content.read(bytes) >= 0) {
        continue;
      }
      return Optional.of(bytes.array());
    } catch (NoSuchFileException e) {
      // Removed since it was found; one that came again has another file.
      return blobs.find(digest).isEmpty() ? Optional.empty() : again(repository, digest, first, e);
    }
  }

  private Optional<byte[]> again(
      RepositoryName repository, Digest digest, int first, NoSuchFileException e)
      throws IOException {
    try (SeekableByteChannel content = store.repository(repository).blobs().get(digest).open()) {
      byte[] bytes = new byte[(int) content.size() - first];
      content.position(first);
      content.read(ByteBuffer.wrap(bytes));
      return Optional.of(bytes);
    } catch (NoSuchFileException twice) {
      e.addSuppressed(twice);
      throw e;
    }
  }

  @Override
  public List<Tag> tags(RepositoryName repository) throws IOException {
    return store.repository(repository).tags().names(Optional.empty(), MANY);
  }

  @Override
  public List<Digest> referrers(RepositoryName repository, Digest subject) throws IOException {
    return store
        .repository(repository)
        .manifests()
        .referrers(subject, Optional.empty(), MANY)
        .stream()
        .map(Descriptor::digest)
        .toList();
  }

  @Override
  public void upload(RepositoryName repository, Piece piece, Flavour flavour) throws IOException {
    Blobs blobs = store.repository(repository).blobs();
    boolean mounted =
        switch (flavour) {
          case MOUNT_FROM -> blobs.mount(piece.digest(), Script.COMMON);
          case MOUNT -> blobs.mount(piece.digest());
          default -> false;
        };
    if (mounted) {
      return;
    }
    int half = flavour == Flavour.CHUNKS ? piece.content().length / 2 : 0;
    String id;
    try (Upload upload = blobs.upload()) {
      id = upload.id();
      upload.write(ByteBuffer.wrap(piece.content(), 0, half));
      if (half == 0) {
        upload.write(ByteBuffer.wrap(piece.content()));
        upload.finish(piece.digest());
        return;
      }
    }
    Optional<Upload> resumed = blobs.resume(id);
    if (resumed.isEmpty()) {
      throw new nscr.oci.OciException(
          nscr.oci.ErrorCode.BLOB_UPLOAD_UNKNOWN, "upload " + id + " is over");
    }
    try (Upload upload = resumed.get()) {
      int size = (int) upload.size();
      upload.write(ByteBuffer.wrap(piece.content(), size, piece.content().length - size));
      upload.finish(piece.digest());
    }
  }

  @Override
  public void abandon(RepositoryName repository, Piece piece) throws IOException {
    try (Upload upload = store.repository(repository).blobs().upload()) {
      upload.write(ByteBuffer.wrap(piece.content(), 0, piece.content().length / 2));
    }
  }

  @Override
  public void put(RepositoryName repository, Piece manifest, List<Tag> tags) throws IOException {
    store
        .repository(repository)
        .manifests()
        .put(manifest.mediaType(), manifest.content(), Optional.of(manifest.digest()), tags);
  }

  @Override
  public void tag(RepositoryName repository, Piece manifest, Tag tag) throws IOException {
    store.repository(repository).tags().put(manifest.digest(), List.of(tag));
  }

  @Override
  public void delete(RepositoryName repository, Reference reference) throws IOException {
    switch (reference) {
      case Tag tag -> store.repository(repository).tags().delete(tag);
      case Digest digest -> store.repository(repository).manifests().delete(digest);
    }
  }

  @Override
  public void deleteBlob(RepositoryName repository, Digest digest) throws IOException {
    Blobs blobs = store.repository(repository).blobs();
    if (keepsNeededBlobs) {
      blobs.delete(digest);
    } else {
      blobs.withdraw(digest);
    }
  }
}
