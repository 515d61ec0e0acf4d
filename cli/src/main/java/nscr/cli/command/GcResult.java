package nscr.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import nscr.cli.Output;
import nscr.cli.Result;
import nscr.cli.Units;
import nscr.gc.GcReport;

/// What a gc removed, or would remove. See [GcReport] for what is counted.
record GcResult(
    long manifests,
    long links,
    long blobs,
    long files,
    long uploads,
    long freedBytes,
    boolean dryRun)
    implements Result {

  static GcResult of(GcReport report, boolean dryRun) {
    return new GcResult(
        report.manifests(),
        report.links(),
        report.blobs(),
        report.files(),
        report.uploads(),
        report.freedBytes(),
        dryRun);
  }

  @Override
  public void print(Output out) throws IOException {
    out.line(sentence());
  }

  /// `freed 12MB: 3 manifests, 14 blobs`.
  String sentence() {
    List<String> parts = new ArrayList<>();
    add(parts, manifests, "manifest");
    add(parts, blobs, "blob");
    add(parts, files - blobs, "leftover file");
    add(parts, uploads, "abandoned upload");
    if (parts.isEmpty() && links == 0) {
      return "nothing to remove";
    }
    add(parts, links, "link");
    return (dryRun ? "would free " : "freed ") + Units.size(freedBytes) + ": " + String.join(", ", parts);
  }

  private static void add(List<String> parts, long number, String noun) {
    if (number > 0) {
      parts.add(Units.count(number, noun));
    }
  }

  @Override
  public void printIdentifiers(Output out) {}
}
