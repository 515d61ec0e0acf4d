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
import nscr.cli.Session;
import nscr.cli.Syntax;
import nscr.store.Store;

/// `nscr check`: proves that the rules of the store hold.
final class CheckCommand implements Command {
  /// Findings beyond these are counted, not kept: a store that is all damage has as many as rows.
  private static final int MOST = 10_000;

  private final Given<Boolean> deep;

  CheckCommand(Syntax syntax) {
    syntax
        .says(
            "[--deep]",
            "Proves that index and files agree, both ways: every row against the rows and files it"
                + " rests on, every file against the rows that name it, and that nothing has become"
                + " garbage behind gc's back. It changes nothing. Prints a line for each thing that"
                + " is wrong.")
        .examples("nscr check", "nscr check --deep", "nscr check --json | jq '.findings[]'")
        .exits(ExitCode.DAMAGE, "something is wrong");
    deep = syntax.flag("Also read every blob and compare it with its digest.", "--deep");
  }

  @Override
  public ExitCode run(Session session) throws IOException {
    List<Finding> findings = new ArrayList<>();
    CheckReport report;
    try (Store store = session.openStore();
        var progress = session.progress()) {
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
    session.show(new CheckResult(report, findings, deep.get()));
    return report.findings() == 0 ? ExitCode.OK : ExitCode.DAMAGE;
  }
}
