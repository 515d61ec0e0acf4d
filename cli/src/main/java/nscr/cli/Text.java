package nscr.cli;

/// Text made fit for a terminal.
public final class Text {
  private Text() {}

  /// `text` with control and invisible formatting characters spelled out, so that content from
  /// elsewhere can neither move the cursor nor look like something else. It stays one line.
  public static String visible(String text) {
    int i = 0;
    while (i < text.length() && !isHidden(text.charAt(i))) {
      i++;
    }
    if (i == text.length()) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length() + 8).append(text, 0, i);
    for (; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\n' -> out.append("\\n");
        case '\t' -> out.append("\\t");
        default -> {
          if (isHidden(c)) {
            out.append("\\u").append(HEX.toHexDigits(c));
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.toString();
  }

  private static final java.util.HexFormat HEX = java.util.HexFormat.of();

  private static boolean isHidden(char c) {
    return Character.isISOControl(c)
        || c > 0x7f
            && switch (Character.getType(c)) {
              case Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                  true;
              default -> false;
            };
  }
}
