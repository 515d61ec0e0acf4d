package nscr.store;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nscr.content.ContentException;
import nscr.content.ContentSource;
import nscr.content.VerifiedStream;
import nscr.oci.Descriptor;
import nscr.oci.Digest;
import nscr.oci.ErrorCode;
import nscr.oci.OciException;

/// A repository of the store as a place content comes from.
final class RepositorySource implements ContentSource {
  private static final int PAGE = 1000;

  /// Between two of them something may go or come.
  private static final int LOOKS = 5;

  private final Repository repository;

  RepositorySource(Repository repository) {
    this.repository = repository;
  }

  @Override
  public boolean has(Digest digest) throws IOException {
    return repository.manifests().find(digest).isPresent()
        || repository.blobs().find(digest).isPresent();
  }

  /// @throws OciException BLOB_UNKNOWN for a blob that was deleted
  @Override
  public void permit(Digest digest) throws IOException {
    if (repository.blobs().isWithdrawn(digest)) {
      throw new OciException(
          ErrorCode.BLOB_UNKNOWN,
          "blob "
              + digest
              + " was deleted from repository "
              + repository.name()
              + ", though manifests there need it. They are whole again when it is pushed or"
              + " imported again");
    }
  }

  @Override
  public InputStream open(Descriptor descriptor) throws IOException {
    Digest digest = descriptor.digest();
    Optional<StoredManifest> manifest =
        descriptor.mediaType().isManifest()
            ? repository.manifests().find(digest)
            : Optional.empty();
    InputStream content;
    if (manifest.isPresent()) {
      requireSize(descriptor, manifest.get().content().length);
      content = new ByteArrayInputStream(manifest.get().content());
    } else {
      content = blob(descriptor);
    }
    return new Stored(new VerifiedStream(content, digest, descriptor.size()));
  }

  /// A manifest may have been pushed with sizes that were wrong from the start, which is no damage:
  /// the content is as it came.
  private static void requireSize(Descriptor descriptor, long size) throws ContentException {
    if (size != descriptor.size()) {
      throw new ContentException(
          "%s has %d bytes, not the %d its descriptor says: the manifest was pushed like that"
              .formatted(descriptor.digest(), size, descriptor.size()));
    }
  }

  /// What is being read may be removed meanwhile, and come again, in another file; only what is not
  /// there though a manifest needs it is damage.
  private InputStream blob(Descriptor descriptor) throws IOException {
    Digest digest = descriptor.digest();
    permit(digest);
    IOException missing = null;
    for (int look = 0; look < LOOKS; look++) {
      Optional<Blob> blob = repository.blobs().find(digest);
      if (blob.isPresent()) {
        requireSize(descriptor, blob.get().size());
        try {
          return Channels.newInputStream(blob.get().open());
        } catch (NoSuchFileException e) {
          missing = damaged("the file of blob " + digest + " is missing", e);
        }
      } else if (repository.blobs().isNeeded(digest)) {
        missing = damaged("repository " + repository.name() + " has no " + digest, null);
      } else {
        throw new OciException(
            ErrorCode.BLOB_UNKNOWN,
            "repository "
                + repository.name()
                + " has no "
                + digest
                + " any more: it was removed while it was read");
      }
    }
    throw missing;
  }

  private static StoreException damaged(String what, Throwable cause) {
    return new StoreException.Damaged(what + ". nscr check says what else is wrong.", cause);
  }

  /// Content that is not what it must be is damage here: it was right when it came.
  private static final class Stored extends FilterInputStream {
    Stored(VerifiedStream in) {
      super(in);
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      try {
        return super.read(into, offset, length);
      } catch (ContentException e) {
        throw damaged(e.getMessage(), e);
      }
    }
  }

  @Override
  public List<Descriptor> referrers(Digest subject) throws IOException {
    List<Descriptor> all = new ArrayList<>();
    List<Descriptor> page;
    do {
      Optional<Digest> last =
          all.isEmpty() ? Optional.empty() : Optional.of(all.getLast().digest());
      page = repository.manifests().referrers(subject, last, PAGE);
      all.addAll(page);
    } while (page.size() == PAGE);
    return all;
  }
}
