package nscr.rows;

import nscr.index.Bytes;

/// Which row stands under which key, for those who read them all.
final class Layout {
  /// Where the rows that may be large begin, and what is behind the last of them.
  static final String CONTENT = "m ";

  static final String BEHIND_CONTENT = "m!";

  /// Above every key: keys are ASCII.
  static final String END = "\u007f";

  private Layout() {}

  /// Reads a row of any kind.
  ///
  /// @throws DamagedRowException also when the row would not be written under this very key
  static Row decode(Words key, Bytes payload) {
    Row row = decoder(key).decode(key, payload);
    if (!row.key().text().equals(key.text())) {
      throw new DamagedRowException("a row of this value stands under " + row.key());
    }
    return row;
  }

  private static Key.Decoder<? extends Row> decoder(Words key) {
    return switch (key.word(0)) {
      case "b" -> BlobRow::decode;
      case "e" -> EdgeRow::decode;
      case "k" -> KeepRow::decode;
      case "l" -> LinkRow::decode;
      case "m" -> ContentRow::decode;
      case "q" -> ReviewRow::decode;
      case "u" -> UploadRow::decode;
      case "x" -> FactRow::decode;
      case "r" -> inRepository(key);
      default -> throw new DamagedRowException("no row has such a key");
    };
  }

  private static Key.Decoder<? extends Row> inRepository(Words key) {
    return switch (key.word(2)) {
      case "m" -> ManifestRow::decode;
      case "n" -> NameRow::decode;
      case "s" -> ReferrerRow::decode;
      case "t" -> TagRow::decode;
      default -> throw new DamagedRowException("no row has such a key");
    };
  }
}
