package nscr.blob;

import java.util.regex.Pattern;

/// The name of a file being written: an upload's id, which is never used twice (R5).
public record StagedName(String id) implements BlobFile {
  private static final Pattern FORM = Pattern.compile("[0-9a-zA-Z][0-9a-zA-Z.-]{0,99}");

  public StagedName {
    if (!FORM.matcher(id).matches()) {
      throw new IllegalArgumentException("no staged file can be called " + id);
    }
  }

  /// Whether a file of this name could be a staged one.
  public static boolean isValid(String id) {
    return FORM.matcher(id).matches();
  }

  @Override
  public String toString() {
    return id;
  }
}
