package nscr.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nscr.content.Copier;
import nscr.oci.Descriptor;
import nscr.oci.Digest;
import nscr.oci.Tag;
import nscr.rows.ManifestChanges;
import nscr.rows.TagRow;
import nscr.store.Repository;

/// What belongs to an image by a tag that is made of its digest: cosign's signatures, attestations
/// and SBOMs, `sha256-<hex>.sig` and the like.
final class Companions {
  private static final int MOST = 100;

  private final Repository repository;

  Companions(Repository repository) {
    this.repository = repository;
  }

  /// The tags of what belongs to a manifest or to one it lists.
  List<TagRow> of(Descriptor manifest) throws IOException {
    List<TagRow> tags = new ArrayList<>();
    collect(manifest, tags);
    return tags;
  }

  private void collect(Descriptor descriptor, List<TagRow> tags) throws IOException {
    Digest digest = descriptor.digest();
    String prefix = digest.algorithm().label() + "-" + digest.hex() + ".";
    if (Tag.isValid(prefix)) {
      repository.tags().list(Optional.of(prefix), MOST).stream()
          .takeWhile(row -> row.tag().value().startsWith(prefix))
          .forEach(tags::add);
    }
    if (descriptor.mediaType().isIndex()) {
      var index = Copier.read(repository.source(), descriptor);
      for (Descriptor child : index.children()) {
        if (ManifestChanges.isManifestChild(index, child)) {
          collect(child, tags);
        }
      }
    }
  }
}
