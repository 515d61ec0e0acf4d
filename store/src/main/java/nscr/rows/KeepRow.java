package nscr.rows;

import java.time.Instant;
import nscr.index.Bytes;

/// `k <id>`: a backup is taking files over. While it stands no published file is deleted, whoever
/// names it.
///
/// @param id never used twice
/// @param holder the process that makes the backup; when that has ended the row means nothing
public record KeepRow(String id, Instant started, Holder holder) implements Row {

  public static Key<KeepRow> key(String id) {
    return new Key<>("k " + id, KeepRow::decode);
  }

  /// Every backup in progress.
  public static Key.Prefix<KeepRow> all() {
    return new Key.Prefix<>("k ", KeepRow::decode);
  }

  static KeepRow decode(Words key, Bytes payload) {
    Words fields = Words.of(payload);
    return new KeepRow(key.word(1), fields.instant(0), Holder.parse(fields.word(1)));
  }

  @Override
  public Key<KeepRow> key() {
    return key(id);
  }

  @Override
  public String fields() {
    return Words.join(started, holder);
  }
}
