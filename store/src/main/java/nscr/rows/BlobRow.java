package nscr.rows;

import nscr.blob.BlobName;
import nscr.index.Bytes;
import nscr.oci.Digest;

/// `b <digest>`: the store has this blob, in this file. It stands only while the file is durable
/// (R1).
///
/// @param birth the staged name the file was written under
/// @param size in bytes
public record BlobRow(Digest digest, String birth, long size, State state) implements Claimable {

  public static Key<BlobRow> key(Digest digest) {
    return new Key<>("b " + digest, BlobRow::decode);
  }

  /// Every blob of the store.
  public static Key.Prefix<BlobRow> all() {
    return new Key.Prefix<>("b ", BlobRow::decode);
  }

  static BlobRow decode(Words key, Bytes payload) {
    Words fields = Words.of(payload);
    return new BlobRow(
        key.digest(1), fields.word(2), fields.number(1), State.parse(fields.word(0)));
  }

  /// The file.
  public BlobName file() {
    return new BlobName(digest, birth);
  }

  @Override
  public BlobRow with(State other) {
    return new BlobRow(digest, birth, size, other);
  }

  @Override
  public Key<BlobRow> key() {
    return key(digest);
  }

  @Override
  public String fields() {
    return Words.join(state, size, birth);
  }
}
