package nscr.cli.command;

import java.io.IOException;
import java.io.InputStream;
import nscr.cli.Command;
import nscr.cli.ExitCode;
import nscr.cli.Given;
import nscr.cli.Kind;
import nscr.cli.Session;
import nscr.cli.Syntax;
import nscr.oci.Descriptor;
import nscr.oci.Digest;
import nscr.oci.ImageReference;
import nscr.oci.MediaType;
import nscr.store.Repository;
import nscr.store.Store;

/// `nscr blob get`: a blob's exact bytes, verified on the way.
final class BlobGetCommand implements Command {
  private final Given<ImageReference> name;

  BlobGetCommand(Syntax syntax) {
    syntax
        .says(
            "REPO@DIGEST",
            "Prints the exact bytes of a blob. They are verified on the way: should they not match"
                + " their digest, the exit code says so.")
        .examples(
            "nscr blob get app@sha256:… | tar -tz",
            "nscr inspect app:1 --json | jq -r '.layers[0].digest' | xargs -I{} nscr blob get"
                + " app@{}")
        .exits(ExitCode.DAMAGE, "the bytes are not those of the digest");
    name = syntax.argument(Kind.BLOB, "The blob, in a repository that has it.");
  }

  @Override
  public ExitCode run(Session session) throws IOException {
    Digest digest = (Digest) name.get().reference().orElseThrow();
    try (Store store = session.openStore()) {
      Repository repository = store.repository(name.get().repository());
      long size = repository.blobs().get(digest).size();
      try (InputStream in =
          repository.source().open(Descriptor.of(MediaType.OCTET_STREAM, digest, size))) {
        in.transferTo(session.output().bytes());
      }
      session.output().flush();
    }
    return ExitCode.OK;
  }
}
