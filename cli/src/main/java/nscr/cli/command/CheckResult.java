package nscr.cli.command;

import java.io.IOException;
import java.util.List;
import nscr.check.CheckReport;
import nscr.check.Finding;
import nscr.cli.Output;
import nscr.cli.Result;
import nscr.cli.Units;

/// What a check saw.
record CheckResult(CheckReport checked, List<Finding> findings, boolean deep) implements Result {

  @Override
  public void print(Output out) throws IOException {
    for (Finding finding : findings) {
      out.line(finding.rule() + ": " + finding.subject() + ": " + finding.message());
    }
    if (checked.findings() > findings.size()) {
      out.line("… and " + (checked.findings() - findings.size()) + " more");
    }
    out.line(
        (checked.findings() == 0
                ? "nothing is wrong with "
                : Units.count(checked.findings(), "finding") + " in ")
            + Units.count(checked.manifests(), "manifest")
            + " in "
            + Units.count(checked.repositories(), "repository")
            + ", and "
            + Units.count(checked.blobs(), "blob")
            + " of "
            + Units.size(checked.bytes())
            + (deep ? ", every byte of which was read" : ""));
  }

  /// What is wrong; nothing when nothing is.
  @Override
  public void printIdentifiers(Output out) throws IOException {
    for (Finding finding : findings) {
      out.line(finding.subject());
    }
  }
}
