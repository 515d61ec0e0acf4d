package nscr.oci;

/// Foreign text made fit for a one-line message: quoted, control characters escaped, cut when long.
public final class Quoted {
  private static final int LONGEST = 120;

  private Quoted() {}

  /// `text` in double quotes, on one line, at most about 120 characters long.
  public static String of(String text) {
    StringBuilder out = new StringBuilder("\"");
    int shown = Math.min(text.length(), LONGEST);
    for (int i = 0; i < shown; i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.append(shown < text.length() ? "…\"" : "\"").toString();
  }
}
