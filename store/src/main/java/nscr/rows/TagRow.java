package nscr.rows;

import java.time.Instant;
import nscr.index.Bytes;
import nscr.oci.Digest;
import nscr.oci.RepositoryName;
import nscr.oci.Tag;

/// `r <repository> t <tag>`: the tag points at this manifest, which stands as long as the tag does.
public record TagRow(RepositoryName repository, Tag tag, Digest manifest, Instant updated)
    implements Row {

  public static Key<TagRow> key(RepositoryName repository, Tag tag) {
    // Every pull by tag comes by here: the key is not parsed again.
    return new Key<>(
        "r " + repository + " t " + tag, (_, payload) -> decode(repository, tag, payload));
  }

  /// The tags of one repository, in their order.
  public static Key.Prefix<TagRow> in(RepositoryName repository) {
    return new Key.Prefix<>("r " + repository + " t ", TagRow::decode);
  }

  static TagRow decode(Words key, Bytes payload) {
    return decode(key.repository(1), new Tag(key.word(3)), payload);
  }

  private static TagRow decode(RepositoryName repository, Tag tag, Bytes payload) {
    Words fields = Words.of(payload);
    return new TagRow(repository, tag, fields.digest(0), fields.instant(1));
  }

  @Override
  public Key<TagRow> key() {
    return key(repository, tag);
  }

  @Override
  public String fields() {
    return Words.join(manifest, updated);
  }
}
