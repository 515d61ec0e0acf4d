package nscr.rows;

import java.time.Instant;
import nscr.oci.Descriptor;
import nscr.oci.Digest;
import nscr.oci.Manifest;
import nscr.oci.RepositoryName;

/// A manifest on its way into a repository.
///
/// @param content the exact bytes, of which `digest` is the digest and `manifest` the meaning
/// @param pushed when it came
public record PushedManifest(
    RepositoryName repository, Digest digest, Manifest manifest, byte[] content, Instant pushed) {

  /// How the referrers API describes this manifest.
  ///
  /// Spec: distribution-spec "Listing Referrers": with `artifactType` and the manifest's own
  /// annotations.
  public Descriptor referrer() {
    return new Descriptor(
        manifest.mediaType(),
        digest,
        content.length,
        java.util.Optional.empty(),
        manifest.artifactType(),
        manifest.annotations(),
        java.util.List.of());
  }
}
