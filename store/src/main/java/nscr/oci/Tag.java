package nscr.oci;

import java.util.regex.Pattern;

/// A tag: a name in a repository that points at one manifest and may be moved to another.
///
/// Spec: distribution-spec "Pulling manifests": `[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}`,
/// case-sensitive.
public record Tag(String value) implements Reference, Comparable<Tag> {
  private static final Pattern FORM = Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}");

  public Tag {
    if (!FORM.matcher(value).matches()) {
      throw new OciException(
          ErrorCode.MANIFEST_INVALID,
          "invalid tag "
              + Quoted.of(value)
              + ": letters, digits, '_', '.' and '-', at most 128, not starting with '.' or '-'");
    }
  }

  /// Whether `text` is a valid tag.
  public static boolean isValid(String text) {
    return FORM.matcher(text).matches();
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
