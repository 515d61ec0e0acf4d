package nscr.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import nscr.check.Check;
import nscr.check.CheckReport;
import nscr.check.Finding;
import nscr.check.Repair;
import nscr.check.RepairListener;
import nscr.check.RepairReport;
import nscr.cli.Command;
import nscr.cli.ExitCode;
import nscr.cli.Given;
import nscr.cli.Session;
import nscr.cli.Syntax;
import nscr.cli.UsageException;
import nscr.content.Progress;
import nscr.index.DamagedIndexException;
import nscr.store.Store;
import nscr.store.StoreException;
import nscr.store.StoreSalvage;

/// `nscr check`: proves that the rules of the store hold.
final class CheckCommand implements Command {
  /// Findings beyond these are counted, not kept: a store that is all damage has as many as rows.
  private static final int MOST = 10_000;

  private final Given<Boolean> deep;
  private final Given<Boolean> repair;
  private final Given<Boolean> dryRun;

  CheckCommand(Syntax syntax) {
    syntax
        .says(
            "[--deep] [--repair [-n]]",
            "Proves that index and files agree, both ways: every row against the rows and files it"
                + " rests on, every file against the rows that name it, and that nothing has become"
                + " garbage behind gc's back. It changes nothing unless told to repair. Prints a"
                + " line for each thing that is wrong. --repair mends what the rest of the store"
                + " tells how it was, guesses nothing, deletes nothing, and says what is lost and"
                + " what brings it back.")
        .examples(
            "nscr check",
            "nscr check --deep",
            "nscr check --json | jq '.findings[]'",
            "nscr check --deep --repair --dry-run",
            "nscr check --deep --repair")
        .exits(ExitCode.DAMAGE, "something is wrong, or still is after the repair, or is lost");
    deep = syntax.flag("Also read every blob and compare it with its digest.", "--deep");
    repair = syntax.flag("Mend what can be mended.", "--repair");
    dryRun =
        syntax.flag("With --repair: say what would be mended; change nothing.", "-n", "--dry-run");
  }

  @Override
  public ExitCode run(Session session) throws IOException {
    if (dryRun.get() && !repair.get()) {
      throw new UsageException("--dry-run needs --repair: a check changes nothing");
    }
    return repair.get() ? repair(session) : check(session);
  }

  private ExitCode repair(Session session) throws IOException {
    try {
      return repair(session, dryRun.get() ? Repair::plan : Repair::run, new RepairResult.Told());
    } catch (StoreException.Damaged | DamagedIndexException e) {
      if (dryRun.get()) {
        throw e;
      }
    }
    StoreSalvage.Outcome outcome = session.salvageStore();
    var told = new RepairResult.Told();
    told.salvaged(outcome);
    ExitCode code = repair(session, Repair::runAfterSalvage, told);
    return outcome.report().losses().isEmpty() ? code : ExitCode.DAMAGE;
  }

  /// One of the kinds of repair.
  private interface Kind {
    RepairReport run(Store store, boolean deep, Progress progress, RepairListener listener)
        throws IOException;
  }

  private ExitCode repair(Session session, Kind kind, RepairResult.Told told) throws IOException {
    RepairReport report;
    try (Store store = session.openStore();
        var progress = session.progress()) {
      report = kind.run(store, deep.get(), progress, told);
    }
    session.show(new RepairResult(report, told, dryRun.get()));
    return report.isWhole() ? ExitCode.OK : ExitCode.DAMAGE;
  }

  private ExitCode check(Session session) throws IOException {
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
