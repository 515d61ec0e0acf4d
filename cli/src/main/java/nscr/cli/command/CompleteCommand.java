package nscr.cli.command;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import nscr.cli.Command;
import nscr.cli.ExitCode;
import nscr.cli.Given;
import nscr.cli.Kind;
import nscr.cli.Session;
import nscr.cli.Syntax;
import nscr.cli.UsageException;
import nscr.cli.completion.Candidates;
import nscr.store.Store;

/// `nscr complete`: what completion scripts ask. Whoever presses Tab wants no messages, so where it
/// has no answer it says nothing.
final class CompleteCommand implements Command {
  private final Given<Kind.Source> source;
  private final Given<String> typed;
  private final Given<Optional<String>> first;

  CompleteCommand(Syntax syntax) {
    syntax
        .says(
            "SOURCE TYPED [FIRST]",
            "Prints what of the store a word may become, one a line: what the scripts that nscr"
                + " completion prints ask. Says nothing when the store is not there or cannot be"
                + " asked.")
        .examples("nscr complete images app:", "nscr complete tags st app:1");
    source =
        syntax.argument(
            new Kind<>("SOURCE", CompleteCommand::source),
            "repositories, references, images, blobs or tags.");
    typed = syntax.argument(Kind.TEXT.called("TYPED"), "What was typed of the word.");
    first =
        syntax.optionalArgument(
            Kind.TEXT.called("FIRST"), "The command's first argument, whose tags are meant.");
  }

  private static Kind.Source source(String text) {
    for (Kind.Source source : Kind.Source.values()) {
      if (source.name().toLowerCase(Locale.ROOT).equals(text)) {
        return source;
      }
    }
    throw new UsageException("words do not come from " + text);
  }

  @Override
  public ExitCode run(Session session) throws IOException {
    try (Store store = session.open(session.patience(Duration.ZERO), false)) {
      for (String word :
          new Candidates(store).of(source.get(), typed.get(), first.get().orElse(""))) {
        session.output().line(word);
      }
    } catch (IOException | RuntimeException e) {
      return ExitCode.OK;
    }
    return ExitCode.OK;
  }
}
