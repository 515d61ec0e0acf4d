package nscr.rows;

import nscr.index.Bytes;
import nscr.oci.Digest;
import nscr.oci.RepositoryName;
import nscr.oci.Tag;

/// `r <repository> n <digest> <tag>`: the reverse of a [TagRow], so that a manifest's tags are
/// found without reading all tags.
public record NameRow(RepositoryName repository, Digest manifest, Tag tag) implements Row {

  public static Key<NameRow> key(RepositoryName repository, Digest manifest, Tag tag) {
    return new Key<>("r " + repository + " n " + manifest + " " + tag, NameRow::decode);
  }

  /// The names of one repository's manifests.
  public static Key.Prefix<NameRow> in(RepositoryName repository) {
    return new Key.Prefix<>("r " + repository + " n ", NameRow::decode);
  }

  /// The tags of one manifest.
  public static Key.Prefix<NameRow> of(RepositoryName repository, Digest manifest) {
    return new Key.Prefix<>("r " + repository + " n " + manifest + " ", NameRow::decode);
  }

  static NameRow decode(Words key, Bytes payload) {
    return new NameRow(key.repository(1), key.digest(3), new Tag(key.word(4)));
  }

  @Override
  public Key<NameRow> key() {
    return key(repository, manifest, tag);
  }
}
