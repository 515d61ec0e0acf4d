package nscr.rows;

import java.time.Instant;
import nscr.index.Bytes;
import nscr.oci.Digest;
import nscr.oci.RepositoryName;

/// `l <digest> <repository>`: this repository may serve this blob. It stands only while the blob
/// row does (R1).
///
/// @param came when the blob was last uploaded or mounted, which put it up for review: reviews that
///   were due before, save those of deletions, mean nothing any more. [ReviewRow#AT_ONCE] for what
///   came with its manifest.
public record LinkRow(Digest digest, RepositoryName repository, State state, Instant came)
    implements Claimable {

  public static Key<LinkRow> key(Digest digest, RepositoryName repository) {
    return new Key<>("l " + digest + " " + repository, LinkRow::decode);
  }

  /// Every link of the store, in the order of digests.
  public static Key.Prefix<LinkRow> all() {
    return new Key.Prefix<>("l ", LinkRow::decode);
  }

  /// The links of one blob, in the order of repositories.
  public static Key.Prefix<LinkRow> of(Digest digest) {
    return new Key.Prefix<>("l " + digest + " ", LinkRow::decode);
  }

  static LinkRow decode(Words key, Bytes payload) {
    Words fields = Words.of(payload);
    // Stores of before do not say when it came.
    Instant came = fields.has(1) ? fields.instant(1) : ReviewRow.AT_ONCE;
    return new LinkRow(key.digest(1), key.repository(2), State.parse(fields.word(0)), came);
  }

  /// Whether the repository serves the blob, rather than only keeping it.
  public boolean isServed() {
    return state != State.WITHDRAWN;
  }

  /// Whether gc acts on a review of this link, rather than leaving it to a later one.
  ///
  /// @param due when the review is due
  public boolean heeds(Instant due) {
    return due.equals(ReviewRow.AT_ONCE) || due.getEpochSecond() >= came.getEpochSecond();
  }

  @Override
  public LinkRow with(State other) {
    return new LinkRow(digest, repository, other, came);
  }

  @Override
  public Key<LinkRow> key() {
    return key(digest, repository);
  }

  @Override
  public String fields() {
    return Words.join(state, came);
  }
}
