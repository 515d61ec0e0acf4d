package nscr.cli.command;

import java.io.IOException;
import java.util.Set;
import nscr.cli.Command;
import nscr.cli.ExitCode;
import nscr.cli.Given;
import nscr.cli.Kind;
import nscr.cli.Session;
import nscr.cli.Syntax;
import nscr.oci.ImageReference;
import nscr.oci.Reference;
import nscr.oci.RepositoryName;

/// `nscr delete-image`: `nscr rm`, with the tag as a word of its own.
final class DeleteImageCommand implements Command {
  private final Given<RepositoryName> repository;
  private final Given<Reference> reference;

  DeleteImageCommand(Syntax syntax) {
    syntax
        .says("REPO TAG", "Removes an image as nscr rm REPO:TAG does.")
        .examples("nscr delete-image app 1.0");
    repository = syntax.argument(Kind.REPOSITORY, "The repository.");
    reference =
        syntax.argument(
            new Kind<>("TAG", Reference::parse).from(Kind.Source.TAGS), "A tag, or a digest.");
  }

  @Override
  public ExitCode run(Session session) throws IOException {
    return RmCommand.remove(
        session, Set.of(ImageReference.of(repository.get(), reference.get())), false, false);
  }
}
