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
import nscr.store.Store;

/// `nscr blob stat`: is it there, and how large is it.
final class BlobStatCommand implements Command {
  private final Given<ImageReference> reference;

  BlobStatCommand(Syntax syntax) {
    syntax
        .says("REPO@DIGEST", "Prints a blob's digest and its size in bytes.")
        .examples("nscr blob stat app@sha256:…", "nscr blob stat app@sha256:… --json | jq .size")
        .exits(ExitCode.NOT_FOUND, "The repository does not have it.");
    reference = syntax.argument(Kind.BLOB, "The blob.");
  }

  @Override
  public ExitCode run(Session session) throws IOException {
    RepositoryName repository = reference.get().repository();
    try (Store store = session.openStore()) {
      Digest digest = (Digest) reference.get().reference().orElseThrow();
      session.show(BlobStat.of(repository, store.repository(repository).blobs().get(digest)));
    }
    return ExitCode.OK;
  }
}
