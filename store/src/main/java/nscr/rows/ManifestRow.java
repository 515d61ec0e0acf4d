package nscr.rows;

import java.time.Instant;
import java.util.Optional;
import nscr.index.Bytes;
import nscr.oci.Digest;
import nscr.oci.MediaType;
import nscr.oci.RepositoryName;

/// `r <repository> m <digest>`: the repository has this manifest. Whoever comes to rely on it
/// writes it anew, with a fresh nonce, so that a removal under way notices.
///
/// @param size of the manifest, in bytes
/// @param contentSize of everything a pull of it brings besides, as its descriptors say, in bytes
/// @param pushed when it first came
public record ManifestRow(
    RepositoryName repository,
    Digest digest,
    MediaType mediaType,
    long size,
    long contentSize,
    Instant pushed,
    Optional<Digest> subject)
    implements Row {

  public static Key<ManifestRow> key(RepositoryName repository, Digest digest) {
    return new Key<>("r " + repository + " m " + digest, ManifestRow::decode);
  }

  /// The manifests of one repository, in the order of digests.
  public static Key.Prefix<ManifestRow> in(RepositoryName repository) {
    return new Key.Prefix<>("r " + repository + " m ", ManifestRow::decode);
  }

  static ManifestRow decode(Words key, Bytes payload) {
    Words fields = Words.of(payload);
    return new ManifestRow(
        key.repository(1),
        key.digest(3),
        fields.mediaType(0),
        fields.number(1),
        fields.number(2),
        fields.instant(3),
        fields.optional(4).map(Digest::parse));
  }

  @Override
  public Key<ManifestRow> key() {
    return key(repository, digest);
  }

  @Override
  public String fields() {
    return Words.join(mediaType, size, contentSize, pushed, subject);
  }
}
