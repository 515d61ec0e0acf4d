package nscr.cli.command;

import java.io.IOException;
import nscr.cli.Output;
import nscr.cli.Result;
import nscr.oci.Digest;
import nscr.oci.RepositoryName;
import nscr.store.Blob;

/// A blob that came to a repository, or went from it. Its digest is all a person needs.
///
/// @param size in bytes
record BlobChange(RepositoryName repository, Digest digest, long size) implements Result {

  static BlobChange of(RepositoryName repository, Blob blob) {
    return new BlobChange(repository, blob.digest(), blob.size());
  }

  @Override
  public void print(Output out) throws IOException {
    out.line(digest.toString());
  }

  @Override
  public void printIdentifiers(Output out) throws IOException {
    out.line(digest.toString());
  }
}
