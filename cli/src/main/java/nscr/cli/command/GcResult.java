package nscr.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import nscr.cli.Output;
import nscr.cli.Result;
import nscr.cli.Units;
import nscr.gc.GcReport;

/// What a gc removed, or would remove. The names are [GcReport]'s.
record GcResult(
    long manifests,
    long links,
    long blobs,
    long files,
    long uploads,
    long freedBytes,
    long passedOver,
    boolean dryRun)
    implements Result {

  GcResult(GcReport report, boolean dryRun) {
    this(
        report.manifests(),
        report.links(),
        report.blobs(),
        report.files(),
        report.uploads(),
        report.freedBytes(),
        report.passedOver(),
        dryRun);
  }

  @Override
  public void print(Output out) throws IOException {
    printRemoved(out);
    if (passedOver > 0) {
      out.line(
          "passed over "
              + Units.count(passedOver, "row")
              + " that cannot be read, or hang on such: run nscr check --repair, then nscr gc");
    }
  }

  private void printRemoved(Output out) throws IOException {
    List<String> removed = new ArrayList<>();
    add(removed, manifests, "manifest");
    add(removed, blobs, "blob");
    add(removed, uploads, "abandoned upload");
    if (removed.isEmpty() && links > 0) {
      removed.add(Units.count(links, "blob") + " from repositories that did not use them");
    }
    if (removed.isEmpty() && files == 0) {
      out.line("nothing to remove");
      return;
    }
    String what = removed.isEmpty() ? Units.count(files, "file") : String.join(", ", removed);
    out.line(
        (dryRun ? "would remove " : "removed ")
            + what
            + (dryRun ? " and free " : ", freed ")
            + Units.size(freedBytes));
  }

  private static void add(List<String> removed, long number, String noun) {
    if (number > 0) {
      removed.add(Units.count(number, noun));
    }
  }

  /// The bytes: all a gc has to name.
  @Override
  public void printIdentifiers(Output out) throws IOException {
    out.line(String.valueOf(freedBytes));
  }
}
