package nscr.cli.command;

import java.io.IOException;
import java.util.Optional;
import nscr.cli.Output;
import nscr.cli.Result;
import nscr.oci.Digest;
import nscr.oci.ImageReference;

/// A blob of a repository.
///
/// @param size in bytes
/// @param needed whether a manifest of the repository needs it; not said of what has just come
record BlobStat(ImageReference name, Digest digest, long size, Optional<Boolean> needed)
    implements Result {

  @Override
  public void print(Output out) throws IOException {
    if (needed.isPresent()) {
      out.columns(digest.toString(), String.valueOf(size), needed.get() ? "needed" : "not needed");
    } else {
      out.line(digest.toString());
    }
  }

  @Override
  public void printIdentifiers(Output out) throws IOException {
    out.line(digest.toString());
  }
}
