package nscr.cli.command;

import java.io.IOException;
import java.util.ArrayList;
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
import nscr.oci.Tag;
import nscr.rows.ManifestChanges;
import nscr.rows.TagRow;
import nscr.store.Store;

/// `nscr untag`: takes tags away and leaves the images.
final class UntagCommand implements Command {
  private final Given<List<ImageReference>> references;

  UntagCommand(Syntax syntax) {
    syntax
        .says(
            "REPO:TAG...",
            "Takes tags away, all at once. Their images stay, to be had by digest, until gc"
                + " --untagged takes them. Prints each tag and the digest it stood for.")
        .examples("nscr untag app:latest", "nscr untag app:1 app:1.4 prod/app:1.4");
    references =
        syntax.arguments(
            "1..*",
            new Kind<>("REPO:TAG", UntagCommand::tag).from(Kind.Source.IMAGES),
            "The tags.");
  }

  private static ImageReference tag(String text) {
    ImageReference name = ImageReference.parse(text);
    if (!(name.reference().orElse(null) instanceof Tag)) {
      throw new UsageException(name + " is no tag; nscr rm removes images and repositories");
    }
    return name;
  }

  @Override
  public ExitCode run(Session session) throws IOException {
    Set<ImageReference> names = new LinkedHashSet<>(references.get());
    try (Store store = session.openStore()) {
      List<NameList.Line> gone = new ArrayList<>();
      for (ImageReference name : names) {
        gone.add(new NameList.Line(name, find(store, name).manifest()));
      }
      store.untag(names);
      session.show(new NameList(gone));
    }
    return ExitCode.OK;
  }

  private static TagRow find(Store store, ImageReference name) throws IOException {
    Tag tag = (Tag) name.reference().orElseThrow();
    return store
        .repository(name.repository())
        .tags()
        .find(tag)
        .orElseThrow(() -> ManifestChanges.unknown(name.repository(), tag));
  }
}
