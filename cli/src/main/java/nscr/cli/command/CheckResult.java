package nscr.cli.command;

import java.io.IOException;
import java.util.List;
import nscr.check.CheckReport;
import nscr.check.Finding;
import nscr.cli.Output;
import nscr.cli.Result;
import nscr.cli.Units;

/// What a check found.
///
/// @param seen counts; the number of findings among them is the true one
/// @param findings at most ten thousand of them
record CheckResult(boolean clean, boolean deep, CheckReport seen, List<Finding> findings)
    implements Result {

  @Override
  public void print(Output out) throws IOException {
    for (Finding finding : findings) {
      out.line(finding.toString());
    }
    if (findings.size() < seen.findings()) {
      out.line("and " + (seen.findings() - findings.size()) + " more");
    }
    out.line(
        (clean ? "clean: " : Units.count(seen.findings(), "finding") + " in ")
            + String.join(
                ", ",
                Units.count(seen.repositories(), "repository"),
                Units.count(seen.manifests(), "manifest"),
                Units.count(seen.tags(), "tag"),
                Units.count(seen.blobs(), "blob"))
            + " ("
            + Units.size(seen.bytes())
            + (deep ? ", every digest verified)" : ")"));
  }

  @Override
  public void printIdentifiers(Output out) throws IOException {
    for (Finding finding : findings) {
      out.line(finding.subject());
    }
  }
}
