package nscr.cli.command;

import java.io.IOException;
import java.util.List;
import nscr.cli.Output;
import nscr.cli.Result;
import nscr.cli.Units;

/// What was removed, or would be.
///
/// @param removed tags and manifests, as they were called
/// @param kept manifests that lost a tag and stay
/// @param freedBytes what the next gc frees by that
record RemovalReport(List<String> removed, List<Kept> kept, long freedBytes, boolean dryRun)
    implements Result {

  /// @param by what holds it, in words
  record Kept(String name, String by) {}

  @Override
  public void print(Output out) throws IOException {
    for (String name : removed) {
      out.line((dryRun ? "would remove " : "removed ") + name);
    }
    for (Kept one : kept) {
      out.line("kept " + one.name() + ": " + one.by() + " holds it");
    }
    out.line("gc " + (dryRun ? "would free " : "will free ") + Units.size(freedBytes));
  }

  @Override
  public void printIdentifiers(Output out) throws IOException {
    for (String name : removed) {
      out.line(name);
    }
  }
}
