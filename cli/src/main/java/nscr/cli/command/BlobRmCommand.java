package nscr.cli.command;

import java.io.IOException;
import java.util.List;
import nscr.cli.Command;
import nscr.cli.ExitCode;
import nscr.cli.Given;
import nscr.cli.Kind;
import nscr.cli.Session;
import nscr.cli.Syntax;
import nscr.oci.Digest;
import nscr.oci.ImageReference;
import nscr.store.Store;

/// `nscr blob rm`: takes blobs out of a repository.
final class BlobRmCommand implements Command {
  private final Given<List<ImageReference>> names;

  BlobRmCommand(Syntax syntax) {
    syntax
        .says(
            "REPO@DIGEST...",
            "Takes blobs out of a repository. One that a manifest of the repository needs is"
                + " refused. The bytes go with the next gc, if no other repository has them.")
        .examples("nscr blob rm app@sha256:…")
        .exits(ExitCode.DENIED, "a manifest needs it");
    names = syntax.arguments("1..*", Kind.BLOB, "The blobs, each in a repository that has it.");
  }

  @Override
  public ExitCode run(Session session) throws IOException {
    try (Store store = session.openStore()) {
      for (ImageReference name : names.get()) {
        store.repository(name.repository()).blobs().delete((Digest) name.reference().orElseThrow());
      }
    }
    session.show(
        new NameList(
            names.get().stream()
                .map(name -> new NameList.Line(name, (Digest) name.reference().orElseThrow()))
                .toList()));
    return ExitCode.OK;
  }
}
