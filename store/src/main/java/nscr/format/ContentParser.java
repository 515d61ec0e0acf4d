package nscr.format;

import java.util.function.Supplier;
import nscr.content.ContentException;
import nscr.oci.OciException;

/// Makes a refusal by the values of the specs a statement about an archive.
final class ContentParser {
  private ContentParser() {}

  /// @param where what is parsed, with the archive's name first
  /// @throws ContentException when `parser` refuses its input
  static <T> T parse(String where, Supplier<T> parser) throws ContentException {
    try {
      return parser.get();
    } catch (OciException e) {
      throw new ContentException(where + ": " + e.getMessage(), e);
    }
  }
}
