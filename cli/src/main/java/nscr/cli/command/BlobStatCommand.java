package nscr.cli.command;

import java.io.IOException;
import java.util.Optional;
import nscr.cli.Command;
import nscr.cli.ExitCode;
import nscr.cli.Given;
import nscr.cli.Kind;
import nscr.cli.Session;
import nscr.cli.Syntax;
import nscr.oci.Digest;
import nscr.oci.ImageReference;
import nscr.store.Blobs;
import nscr.store.Store;

/// `nscr blob stat`: whether a repository has a blob, and how large it is.
final class BlobStatCommand implements Command {
  private final Given<ImageReference> name;

  BlobStatCommand(Syntax syntax) {
    syntax
        .says(
            "REPO@DIGEST",
            "Prints a blob's digest, its size in bytes, and whether a manifest of the repository"
                + " needs it. Its bytes are not read.")
        .examples("nscr blob stat app@sha256:…", "nscr blob stat app@sha256:… --json | jq .size")
        .exits(ExitCode.NOT_FOUND, "the repository does not have it");
    name = syntax.argument(Kind.BLOB, "The blob, in a repository that has it.");
  }

  @Override
  public ExitCode run(Session session) throws IOException {
    Digest digest = (Digest) name.get().reference().orElseThrow();
    try (Store store = session.openStore()) {
      Blobs blobs = store.repository(name.get().repository()).blobs();
      session.show(
          new BlobStat(
              name.get(), digest, blobs.get(digest).size(), Optional.of(blobs.isNeeded(digest))));
    }
    return ExitCode.OK;
  }
}
