package nscr.rows;

import nscr.index.Bytes;
import nscr.oci.Digest;
import nscr.oci.RepositoryName;

/// `e <repository> <child> <manifest>`: this manifest needs this child, so "does anything still
/// need it" is one seek.
public record EdgeRow(RepositoryName repository, Digest child, Digest manifest) implements Row {

  public static Key<EdgeRow> key(RepositoryName repository, Digest child, Digest manifest) {
    return new Key<>("e " + repository + " " + child + " " + manifest, EdgeRow::decode);
  }

  /// All of this repository, in the order of children.
  public static Key.Prefix<EdgeRow> in(RepositoryName repository) {
    return new Key.Prefix<>("e " + repository + " ", EdgeRow::decode);
  }

  /// What needs `child` in this repository.
  public static Key.Prefix<EdgeRow> to(RepositoryName repository, Digest child) {
    return new Key.Prefix<>("e " + repository + " " + child + " ", EdgeRow::decode);
  }

  static EdgeRow decode(Words key, Bytes payload) {
    return new EdgeRow(key.repository(1), key.digest(2), key.digest(3));
  }

  @Override
  public Key<EdgeRow> key() {
    return key(repository, child, manifest);
  }
}
