package nscr.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import nscr.cli.Command;
import nscr.cli.ExitCode;
import nscr.cli.Given;
import nscr.cli.Kind;
import nscr.cli.Session;
import nscr.cli.Syntax;
import nscr.oci.Digest;
import nscr.oci.ImageReference;
import nscr.oci.Tag;
import nscr.store.Repository;
import nscr.store.Store;

/// `nscr manifest rm`: a manifest, whatever its tags.
final class ManifestRmCommand implements Command {
  private final Given<ImageReference> reference;

  ManifestRmCommand(Syntax syntax) {
    syntax
        .says(
            "REF",
            "Removes a manifest and every tag that points at it. (nscr rm of a tag removes that tag"
                + " first, and the image only when nothing else holds it.)")
        .examples("nscr manifest rm app@sha256:…")
        .exits(ExitCode.DENIED, "An index still needs the manifest.");
    reference = syntax.argument(Kind.MANIFEST, "REPO@DIGEST or REPO:TAG.");
  }

  @Override
  public ExitCode run(Session session) throws IOException {
    session.output().outlastReader();
    try (Store store = session.openStore()) {
      Repository repository = store.repository(reference.get().repository());
      Digest digest =
          repository.manifests().get(reference.get().reference().orElseThrow()).digest();
      List<NameList.Line> gone = new ArrayList<>();
      for (Tag tag : repository.manifests().delete(digest)) {
        gone.add(new NameList.Line(ImageReference.of(repository.name(), tag), digest));
      }
      gone.add(new NameList.Line(ImageReference.of(repository.name(), digest), digest));
      session.show(new NameList(gone));
    }
    return ExitCode.OK;
  }
}
