package nscr.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nscr.content.ContentException;
import nscr.content.ContentSource;
import nscr.content.VerifiedStream;
import nscr.oci.Descriptor;
import nscr.oci.Digest;

/// A repository of the store as a place content comes from.
final class RepositorySource implements ContentSource {
  private static final int PAGE = 1000;

  private final Repository repository;

  RepositorySource(Repository repository) {
    this.repository = repository;
  }

  @Override
  public boolean has(Digest digest) throws IOException {
    return repository.manifests().find(digest).isPresent()
        || repository.blobs().find(digest).isPresent();
  }

  @Override
  public InputStream open(Descriptor descriptor) throws IOException {
    Digest digest = descriptor.digest();
    InputStream content;
    Optional<StoredManifest> manifest =
        descriptor.mediaType().isManifest()
            ? repository.manifests().find(digest)
            : Optional.empty();
    if (manifest.isPresent()) {
      content = new ByteArrayInputStream(manifest.get().content());
    } else {
      Blob blob =
          repository
              .blobs()
              .find(digest)
              .orElseThrow(() ->
                  new ContentException("repository " + repository.name() + " has no " + digest));
      content = Channels.newInputStream(blob.open());
    }
    return new VerifiedStream(content, digest, descriptor.size());
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
