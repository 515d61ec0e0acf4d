package nscr.cli.command;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import nscr.cli.Command;
import nscr.cli.ExitCode;
import nscr.cli.Given;
import nscr.cli.Kind;
import nscr.cli.Session;
import nscr.cli.Syntax;
import nscr.gc.Gc;
import nscr.gc.GcPolicy;
import nscr.store.Store;

/// `nscr gc`: gives back the space of what nothing refers to.
final class GcCommand implements Command {
  private final Given<Boolean> dryRun;
  private final Given<Optional<Duration>> grace;
  private final Given<Optional<Duration>> untagged;
  private final Given<Optional<Duration>> uploads;

  GcCommand(Syntax syntax) {
    syntax
        .says(
            "[-n] [--grace DURATION] [--untagged DURATION] [--uploads DURATION]",
            "Removes what nothing refers to, and gives its space back. It reads a list of what may"
                + " have become garbage, not the store, so it takes as long as there is garbage. It"
                + " can be stopped at any moment. Images without a tag stay, unless --untagged says"
                + " otherwise.")
        .examples(
            "nscr gc -n                # what would go",
            "nscr gc",
            "nscr gc --untagged 30d    # also images that lost their last tag a month ago",
            "nscr gc --json | jq .freedBytes");
    dryRun = syntax.flag("Say what would go, and remove nothing.", "-n", "--dry-run");
    grace =
        syntax.option(
            Kind.DURATION,
            "How long a blob that came may wait for its manifest; 1h unless said. What was deleted"
                + " waits for nothing.",
            "--grace");
    untagged =
        syntax.option(
            Kind.DURATION,
            "Also remove images that have been without a tag for so long, and that no index needs.",
            "--untagged");
    uploads =
        syntax.option(
            Kind.DURATION, "How long an upload may be idle; 24h unless said.", "--uploads");
  }

  @Override
  public ExitCode run(Session session) throws IOException {
    GcPolicy policy =
        new GcPolicy(
            grace.get().orElse(GcPolicy.USUAL.grace()),
            untagged.get(),
            uploads.get().orElse(GcPolicy.USUAL.uploads()));
    session.output().outlastReader();
    try (Store store = session.openStore()) {
      session.show(
          GcResult.of(
              dryRun.get() ? Gc.plan(store, policy) : Gc.execute(store, policy), dryRun.get()));
    }
    return ExitCode.OK;
  }
}
