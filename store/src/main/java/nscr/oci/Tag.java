package nscr.oci;

/// A tag: a name in a repository that points at one manifest and may be moved to another.
///
/// Spec: distribution-spec "Pulling manifests": `[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}`,
/// case-sensitive.
public record Tag(String value) implements Reference, Comparable<Tag> {
  private static final int LONGEST = 128;

  public Tag {
    if (!isValid(value)) {
      throw new OciException(
          ErrorCode.MANIFEST_INVALID,
          "invalid tag "
              + Quoted.of(value)
              + ": letters, digits, '_', '.' and '-', at most 128, not starting with '.' or '-'");
    }
  }

  /// Whether `text` is a valid tag.
  public static boolean isValid(String text) {
    if (text.isEmpty() || text.length() > LONGEST || !startsOne(text.charAt(0))) {
      return false;
    }
    // By hand, here and in the other names: each request has several to look at.
    for (int i = 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!startsOne(c) && c != '.' && c != '-') {
        return false;
      }
    }
    return true;
  }

  private static boolean startsOne(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_';
  }

  @Override
  public int compareTo(Tag other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
