package nscr.cli.command;

import java.io.IOException;
import nscr.cli.Command;
import nscr.cli.ExitCode;
import nscr.cli.Given;
import nscr.cli.Kind;
import nscr.cli.Session;
import nscr.cli.Syntax;
import nscr.oci.Digest;
import nscr.oci.ImageReference;
import nscr.oci.RepositoryName;
import nscr.store.Blob;
import nscr.store.Blobs;
import nscr.store.Store;

/// `nscr blob rm`: a blob that no manifest needs.
final class BlobRmCommand implements Command {
  private final Given<ImageReference> reference;

  BlobRmCommand(Syntax syntax) {
    syntax
        .says(
            "REPO@DIGEST",
            "Removes a blob from a repository. Its bytes go with the next gc, unless another"
                + " repository has it too.")
        .examples("nscr blob rm app@sha256:…")
        .exits(ExitCode.DENIED, "A manifest still needs it.");
    reference = syntax.argument(Kind.BLOB, "The blob.");
  }

  @Override
  public ExitCode run(Session session) throws IOException {
    RepositoryName repository = reference.get().repository();
    session.output().outlastReader();
    try (Store store = session.openStore()) {
      Blobs blobs = store.repository(repository).blobs();
      Blob blob = blobs.get((Digest) reference.get().reference().orElseThrow());
      blobs.delete(blob.digest());
      session.show(BlobChange.of(repository, blob));
    }
    return ExitCode.OK;
  }
}
