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
/// @param contentSize of everything a pull of it brings besides, as its descriptors say, in bytes;
///   the largest number there is when they say more
/// @param pushed when it first came
/// @param came when it was last put, or promised to somebody: of the reviews that were due before,
///   only those of deletions count from then on
public record ManifestRow(
    RepositoryName repository,
    Digest digest,
    MediaType mediaType,
    long size,
    long contentSize,
    Instant pushed,
    Optional<Digest> subject,
    Instant came)
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
    Instant pushed = fields.instant(3);
    return new ManifestRow(
        key.repository(1),
        key.digest(3),
        fields.mediaType(0),
        fields.number(1),
        fields.number(2),
        pushed,
        fields.optional(4).map(Digest::parse),
        // Stores of before say only when it first came.
        fields.has(5) ? fields.instant(5) : pushed);
  }

  /// The same, which came again.
  public ManifestRow cameAt(Instant now) {
    return new ManifestRow(repository, digest, mediaType, size, contentSize, pushed, subject, now);
  }

  /// Whether a review is of this manifest as it came last, and not of an earlier coming.
  ///
  /// @param due when the review is due
  public boolean heeds(Instant due) {
    return due.equals(ReviewRow.AT_ONCE) || due.getEpochSecond() >= came.getEpochSecond();
  }

  /// Of all that a pull brings, in bytes, as far as there are numbers for it.
  public long pullSize() {
    return sum(size, contentSize);
  }

  /// Two sizes together. Descriptors may say what they like, so they may be too many bytes to
  /// count.
  public static long sum(long some, long others) {
    return some > Long.MAX_VALUE - others ? Long.MAX_VALUE : some + others;
  }

  @Override
  public Key<ManifestRow> key() {
    return key(repository, digest);
  }

  @Override
  public String fields() {
    return Words.join(mediaType, size, contentSize, pushed, subject, came);
  }
}
