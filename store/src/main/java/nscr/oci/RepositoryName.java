package nscr.oci;

import java.util.regex.Pattern;

/// The name of a repository, such as `team/app`: one or more components joined by `/`.
///
/// Spec: distribution-spec "Pulling manifests", `<name>`; at most 255 characters here.
public record RepositoryName(String value) implements Comparable<RepositoryName> {
  private static final int LONGEST = 255;
  // Possessive, so that a hostile name costs one pass and no stack.
  private static final Pattern FORM =
      Pattern.compile(
          "[a-z0-9]++(?:(?:[.]|__?|-++)[a-z0-9]++)*+(?:/[a-z0-9]++(?:(?:[.]|__?|-++)[a-z0-9]++)*+)*+");

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
    return text.length() <= LONGEST && FORM.matcher(text).matches();
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
