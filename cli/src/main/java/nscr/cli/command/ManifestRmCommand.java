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

/// `nscr manifest rm`: removes manifests, whatever their tags.
final class ManifestRmCommand implements Command {
  private final Given<List<ImageReference>> references;

  ManifestRmCommand(Syntax syntax) {
    syntax
        .says(
            "REF...",
            "Removes manifests and every tag that points at them. (nscr rm of a tag removes that"
                + " tag first, and the image only when nothing else holds it.)")
        .examples("nscr manifest rm app@sha256:…")
        .exits(ExitCode.DENIED, "An index still needs the manifest.");
    references = syntax.arguments("1..*", Kind.MANIFEST, "REPO@DIGEST or REPO:TAG.");
  }

  @Override
  public ExitCode run(Session session) throws IOException {
    try (Store store = session.openStore()) {
      List<NameList.Line> gone = new ArrayList<>();
      for (ImageReference name : references.get()) {
        gone.addAll(remove(store.repository(name.repository()), name));
      }
      session.show(new NameList(gone));
    }
    return ExitCode.OK;
  }

  private static List<NameList.Line> remove(Repository repository, ImageReference name)
      throws IOException {
    Digest digest = repository.manifests().get(name.reference().orElseThrow()).digest();
    List<NameList.Line> gone = new ArrayList<>();
    for (Tag tag : repository.manifests().delete(digest)) {
      gone.add(new NameList.Line(ImageReference.of(repository.name(), tag), digest));
    }
    gone.add(new NameList.Line(ImageReference.of(repository.name(), digest), digest));
    return gone;
  }
}
