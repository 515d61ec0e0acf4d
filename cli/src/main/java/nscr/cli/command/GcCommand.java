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
import nscr.gc.GcReport;
import nscr.store.Store;

/// `nscr gc`: removes what nothing refers to.
final class GcCommand implements Command {
  private final Given<Boolean> dryRun;
  private final Given<Optional<Duration>> grace;
  private final Given<Optional<Duration>> untagged;
  private final Given<Optional<Duration>> uploads;

  GcCommand(Syntax syntax) {
    syntax
        .says(
            "[OPTIONS]",
            "Removes what nothing refers to, and gives its space back. What somebody deleted goes"
                + " at once; a blob that came by itself, whose manifest may still be on its way,"
                + " after a grace; a manifest without a tag only if --untagged says so. It costs"
                + " what the garbage costs, however large the store is.")
        .examples(
            "nscr gc",
            "nscr gc --dry-run --untagged 30d",
            "nscr gc --untagged 30d",
            "nscr gc --json | jq .freedBytes")
        .exits(ExitCode.DAMAGE, "rows that cannot be read were passed over");
    dryRun = syntax.flag("Say what would go; change nothing.", "-n", "--dry-run");
    grace =
        syntax.option(
            Kind.DURATION, "How long a blob may wait for its manifest (default 1h).", "--grace");
    untagged =
        syntax.option(
            Kind.DURATION,
            "Also remove manifests that have had no tag for that long and that nothing needs.",
            "--untagged");
    uploads =
        syntax.option(
            Kind.DURATION,
            "How long an upload may be idle before it expires (default 24h).",
            "--uploads");
  }

  @Override
  public ExitCode run(Session session) throws IOException {
    GcPolicy usual = GcPolicy.USUAL;
    GcPolicy policy =
        new GcPolicy(
            grace.get().orElse(usual.grace()),
            untagged.get(),
            uploads.get().orElse(usual.uploads()));
    GcReport report;
    try (Store store = session.openStore()) {
      report = dryRun.get() ? Gc.plan(store, policy) : Gc.execute(store, policy);
      session.show(new GcResult(report, dryRun.get()));
    }
    return report.passedOver() == 0 ? ExitCode.OK : ExitCode.DAMAGE;
  }
}
