package nscr.rows;

import java.time.Instant;
import java.util.Optional;
import nscr.index.Bytes;
import nscr.oci.RepositoryName;

/// `u <id>`: an upload or an import is in progress. While it stands, files born under its id are
/// nobody's garbage.
///
/// @param id never used twice; the staged files are called `id` or `id.<number>`
/// @param repository where an upload goes; empty for an import, which may go to many
/// @param active when bytes last came
/// @param holder the process that must be alive for the upload to go on; empty when any process may
///   resume it
public record UploadRow(
    String id,
    Optional<RepositoryName> repository,
    Instant started,
    Instant active,
    Optional<Holder> holder)
    implements Row {

  public static Key<UploadRow> key(String id) {
    return new Key<>("u " + id, UploadRow::decode);
  }

  /// Every upload and import in progress.
  public static Key.Prefix<UploadRow> all() {
    return new Key.Prefix<>("u ", UploadRow::decode);
  }

  /// The id of the upload that a file was born under.
  public static String idOf(String birth) {
    int dot = birth.indexOf('.');
    return dot < 0 ? birth : birth.substring(0, dot);
  }

  static UploadRow decode(Words key, Bytes payload) {
    Words fields = Words.of(payload);
    return new UploadRow(
        key.word(1),
        fields.optional(0).map(RepositoryName::new),
        fields.instant(1),
        fields.instant(2),
        fields.optional(3).map(Holder::parse));
  }

  public UploadRow activeAt(Instant now) {
    return new UploadRow(id, repository, started, now, holder);
  }

  @Override
  public Key<UploadRow> key() {
    return key(id);
  }

  @Override
  public String fields() {
    return Words.join(repository, started, active, holder);
  }
}
