package nscr.rows;

import nscr.index.Bytes;

/// A row of the index: a record that knows its key and how its fields are written.
public sealed interface Row
    permits Claimable,
        ContentRow,
        EdgeRow,
        FactRow,
        KeepRow,
        ManifestRow,
        NameRow,
        ReferrerRow,
        ReviewRow,
        TagRow,
        UploadRow {

  /// Where the row stands. Two rows with equal keys are the same row at two times.
  Key<?> key();

  /// The row's fields as text, without those that the key says.
  default String fields() {
    return "";
  }

  /// The bytes of the value behind the nonce.
  default Bytes payload() {
    return Bytes.ofText(fields());
  }
}
