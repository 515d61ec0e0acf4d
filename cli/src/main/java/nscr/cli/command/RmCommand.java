package nscr.cli.command;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import nscr.cli.Command;
import nscr.cli.ExitCode;
import nscr.cli.Given;
import nscr.cli.Kind;
import nscr.cli.Session;
import nscr.cli.Syntax;
import nscr.cli.UsageException;
import nscr.oci.ImageReference;
import nscr.store.Store;

/// `nscr rm`: removes images and repositories.
final class RmCommand implements Command {
  private final Given<List<ImageReference>> references;
  private final Given<Boolean> whole;
  private final Given<Boolean> dryRun;

  RmCommand(Syntax syntax) {
    syntax
        .says(
            "REF... [-r] [-n]",
            "Removes a tag and its image, unless another tag, an index or the image it refers to"
                + " still holds that; or, by digest, an image and all its tags; or, with -r, a"
                + " whole repository. Says what went and how many bytes the next gc will free by"
                + " that; what it shares with garbage that waits for gc already is not counted.")
        .examples(
            "nscr rm app:1.0",
            "nscr rm app@sha256:…",
            "nscr rm -n app:1.0 app:1.1        # what would go, and what it would free",
            "nscr rm -r old/app && nscr gc")
        .exits(ExitCode.DENIED, "An index still needs the image.");
    references =
        syntax.arguments("1..*", Kind.REFERENCE, "REPO:TAG, REPO@DIGEST or, with -r, REPO.");
    whole = syntax.flag("Remove whole repositories.", "-r", "--recursive");
    dryRun = syntax.flag("Say what would go, and change nothing.", "-n", "--dry-run");
  }

  @Override
  public ExitCode run(Session session) throws IOException {
    return remove(session, new LinkedHashSet<>(references.get()), whole.get(), dryRun.get());
  }

  static ExitCode remove(Session session, Set<ImageReference> names, boolean whole, boolean isDry)
      throws IOException {
    for (ImageReference name : names) {
      if (name.reference().isEmpty() && !whole) {
        throw new UsageException(
            name + " is a repository: nscr rm -r " + name + " removes all of it");
      }
    }
    try (Store store = session.openStore()) {
      session.show(Removal.run(store, names, isDry));
    }
    return ExitCode.OK;
  }
}
