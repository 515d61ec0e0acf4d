package nscr.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import nscr.check.CheckReport;
import nscr.check.Finding;
import nscr.check.RepairListener;
import nscr.check.RepairReport;
import nscr.cli.Output;
import nscr.cli.Result;
import nscr.cli.Units;
import nscr.store.StoreSalvage;

/// What a repair did, or would do.
///
/// @param mendings how many things were mended; of each kind the first are listed
/// @param findings what is still wrong
record RepairResult(
    long mendings,
    List<Finding> mended,
    List<Finding> lost,
    List<Finding> findings,
    CheckReport checked,
    boolean dryRun)
    implements Result {

  RepairResult(RepairReport report, Told told, boolean dryRun) {
    this(report.mended(), told.mended, told.lost, told.left, report.left(), dryRun);
  }

  /// Keeps what a repair tells, but not without end.
  static final class Told implements RepairListener {
    private static final int MOST = 10_000;

    private final List<Finding> mended = new ArrayList<>();
    private final List<Finding> lost = new ArrayList<>();
    private final List<Finding> left = new ArrayList<>();

    private static void keep(List<Finding> list, Finding what) {
      if (list.size() < MOST) {
        list.add(what);
      }
    }

    /// Tells what became of an index that could not be opened or read.
    void salvaged(StoreSalvage.Outcome outcome) {
      String kept =
          outcome
              .kept()
              .map(path -> " The damaged one is kept in " + path.getFileName() + ".")
              .orElse("");
      mended(
          new Finding(
              "index",
              "index",
              "was made anew with the "
                  + Units.count(outcome.report().entries(), "row")
                  + " that can still be read."
                  + kept));
      outcome.report().losses().forEach(loss -> lost(new Finding("index", "index", loss)));
    }

    @Override
    public void mended(Finding what) {
      keep(mended, what);
    }

    @Override
    public void lost(Finding what) {
      keep(lost, what);
    }

    @Override
    public void left(Finding what) {
      keep(left, what);
    }
  }

  @Override
  public void print(Output out) throws IOException {
    print(out, dryRun ? "would mend" : "mended", mended);
    print(out, "lost", lost);
    print(out, "left", findings);
    if (mendings == 0 && lost.isEmpty() && checked.isClean()) {
      out.line("nothing is wrong");
      return;
    }
    List<String> sums = new ArrayList<>();
    sums.add((dryRun ? "would mend " : "mended ") + mendings);
    sums.add(lost.isEmpty() ? "nothing is lost" : lost.size() + " lost");
    sums.add(
        checked.isClean()
            ? "nothing is wrong any more"
            : Units.count(checked.findings(), "finding") + " left");
    out.line(String.join(", ", sums));
  }

  private static void print(Output out, String head, List<Finding> findings) throws IOException {
    for (Finding finding : findings) {
      out.line(head + ": " + finding.rule() + ": " + finding.subject() + ": " + finding.message());
    }
  }

  /// What is lost or still wrong; nothing when nothing is.
  @Override
  public void printIdentifiers(Output out) throws IOException {
    for (Finding finding : lost) {
      out.line(finding.subject());
    }
    for (Finding finding : findings) {
      out.line(finding.subject());
    }
  }
}
