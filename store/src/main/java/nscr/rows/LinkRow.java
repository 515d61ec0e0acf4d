package nscr.rows;

import nscr.index.Bytes;
import nscr.oci.Digest;
import nscr.oci.RepositoryName;

/// `l <digest> <repository>`: this repository may serve this blob. It stands only while the blob
/// row does (R1).
public record LinkRow(Digest digest, RepositoryName repository, State state) implements Claimable {

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
    return new LinkRow(key.digest(1), key.repository(2), State.parse(Words.of(payload).word(0)));
  }

  @Override
  public LinkRow with(State other) {
    return new LinkRow(digest, repository, other);
  }

  @Override
  public Key<LinkRow> key() {
    return key(digest, repository);
  }

  @Override
  public String fields() {
    return Words.join(state);
  }
}
