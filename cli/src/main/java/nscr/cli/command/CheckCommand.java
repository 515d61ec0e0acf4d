package nscr.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import nscr.check.Check;
import nscr.check.CheckReport;
import nscr.check.Finding;
import nscr.cli.Command;
import nscr.cli.ExitCode;
import nscr.cli.Given;
import nscr.cli.ProgressDisplay;
import nscr.cli.Session;
import nscr.cli.Syntax;
import nscr.store.Store;

/// `nscr check`: proves that a store is whole.
final class CheckCommand implements Command {
  /// More findings than that say nothing new to anybody.
  private static final int MOST = 10_000;

  private final Given<Boolean> deep;

  CheckCommand(Syntax syntax) {
    syntax
        .says(
            "[--deep]",
            "Checks the store: that every row can be read and stands on what it relies on, that every"
                + " file is accounted for, and that gc will find all garbage. With --deep also that"
                + " every blob has its digest, which takes as long as reading them all. Prints what"
                + " is not as it must be. Changes nothing.")
        .examples("nscr check", "nscr check --deep", "nscr check --json | jq -r '.findings[].subject'")
        .exits(ExitCode.DAMAGE, "Something is not as it must be.");
    deep = syntax.flag("Verify every blob's digest too.", "--deep");
  }

  @Override
  public ExitCode run(Session session) throws IOException {
    List<Finding> findings = new ArrayList<>();
    CheckReport report;
    try (Store store = session.openStore()) {
      try (ProgressDisplay progress = session.progress()) {
        report =
            Check.run(
                store,
                deep.get(),
                progress,
                finding -> {
                  if (findings.size() < MOST) {
                    findings.add(finding);
                  }
                });
      }
    }
    session.show(new CheckResult(report.isClean(), deep.get(), report, findings));
    return report.isClean() ? ExitCode.OK : ExitCode.DAMAGE;
  }
}
