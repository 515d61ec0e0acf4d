package nscr.cli.command;

import java.io.IOException;
import java.util.List;
import nscr.cli.Command;
import nscr.cli.ExitCode;
import nscr.cli.Given;
import nscr.cli.Kind;
import nscr.cli.Session;
import nscr.cli.Syntax;
import nscr.oci.ImageReference;
import nscr.store.Manifests;
import nscr.store.Store;

/// `nscr manifest rm`: removes manifests, with all their tags.
final class ManifestRmCommand implements Command {
  private final Given<List<ImageReference>> names;

  ManifestRmCommand(Syntax syntax) {
    syntax
        .says(
            "REF...",
            "Removes manifests and every tag that points at them. One that an index needs is"
                + " refused. What they alone needed goes with the next gc. To remove a tag, and its"
                + " manifest only when nothing else holds it, use nscr rm.")
        .examples("nscr manifest rm app@sha256:…")
        .exits(ExitCode.DENIED, "an index needs it");
    names = syntax.arguments("1..*", Kind.MANIFEST, "The manifests: REPO:TAG or REPO@DIGEST.");
  }

  @Override
  public ExitCode run(Session session) throws IOException {
    session.output().outlastReader();
    try (Store store = session.openStore()) {
      for (ImageReference name : names.get()) {
        Manifests manifests = store.repository(name.repository()).manifests();
        manifests.delete(manifests.get(name.reference().orElseThrow()).digest());
      }
    }
    session.show(new Names(names.get()));
    return ExitCode.OK;
  }
}
