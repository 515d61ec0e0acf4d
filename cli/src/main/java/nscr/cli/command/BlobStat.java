package nscr.cli.command;

import java.io.IOException;
import nscr.cli.Output;
import nscr.cli.Result;
import nscr.oci.Digest;
import nscr.oci.RepositoryName;
import nscr.store.Blob;

/// A blob of a repository.
///
/// @param size in bytes
record BlobStat(RepositoryName repository, Digest digest, long size) implements Result {

  static BlobStat of(RepositoryName repository, Blob blob) {
    return new BlobStat(repository, blob.digest(), blob.size());
  }

  @Override
  public void print(Output out) throws IOException {
    out.columns(digest.toString(), String.valueOf(size));
  }

  @Override
  public void printIdentifiers(Output out) throws IOException {
    out.line(digest.toString());
  }
}
