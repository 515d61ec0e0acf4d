package nscr.index;

import java.nio.charset.StandardCharsets;

/// Keys as bytes. Any other character would be sorted, or even stored, differently by each backend.
final class Ascii {
  private Ascii() {}

  /// @throws IllegalArgumentException for text that is not ASCII, which is a mistake of the caller
  static String check(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 0x7f) {
        throw new IllegalArgumentException("not ASCII: " + text);
      }
    }
    return text;
  }

  static byte[] bytes(String text) {
    return check(text).getBytes(StandardCharsets.US_ASCII);
  }

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.US_ASCII);
  }
}
