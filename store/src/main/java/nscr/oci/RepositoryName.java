package nscr.oci;

/// The name of a repository, such as `team/app`: one or more components joined by `/`.
///
/// Spec: distribution-spec "Pulling manifests", `<name>`; at most 255 characters here.
public record RepositoryName(String value) implements Comparable<RepositoryName> {
  private static final int LONGEST = 255;

  public RepositoryName {
    if (!isValid(value)) {
      throw new OciException(
          ErrorCode.NAME_INVALID,
          "invalid repository name "
              + Quoted.of(value)
              + ": lower-case letters and digits, separated by '.', '_', '__', '-' or '/', at most"
              + " 255 characters");
    }
  }

  /// Whether `text` is a valid repository name.
  public static boolean isValid(String text) {
    if (text.length() > LONGEST) {
      return false;
    }
    // Words, and between two of them one separator: one pass, whoever sends it.
    int at = 0;
    while (true) {
      int end = wordEnd(text, at);
      if (end == at || end == text.length()) {
        return end > at;
      }
      at = separatorEnd(text, end);
      if (at == end) {
        return false;
      }
    }
  }

  private static int wordEnd(String text, int from) {
    int at = from;
    while (at < text.length() && isWord(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean isWord(char c) {
    return c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
  }

  /// Behind a `/`, a `.`, one or two `_`, or any number of `-`; `from` when none of these is there.
  private static int separatorEnd(String text, int from) {
    char c = text.charAt(from);
    if (c == '/' || c == '.') {
      return from + 1;
    }
    int most = c == '_' ? from + 2 : c == '-' ? text.length() : from;
    int at = from;
    while (at < most && at < text.length() && text.charAt(at) == c) {
      at++;
    }
    return at;
  }

  @Override
  public int compareTo(RepositoryName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
