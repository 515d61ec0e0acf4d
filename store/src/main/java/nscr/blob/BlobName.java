package nscr.blob;

import java.util.Objects;
import nscr.oci.Digest;

/// The name of a published file: what it holds, and the staged name it was written under, which
/// makes the name one that was never used before and never will be again (R5).
public record BlobName(Digest digest, String birth) implements BlobFile {

  public BlobName {
    Objects.requireNonNull(digest);
    if (!StagedName.isValid(birth)) {
      throw new IllegalArgumentException("no file can be born as " + birth);
    }
  }

  /// `digest.birth`, as messages show it.
  @Override
  public String toString() {
    return digest + "." + birth;
  }
}
