package nscr.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import nscr.backup.Restore;
import nscr.check.Finding;
import nscr.cli.Output;
import nscr.cli.Result;
import nscr.cli.Units;

/// The store that was made of a backup.
///
/// @param store where it is
/// @param blobs blobs it has
/// @param bytes of all its blobs
/// @param linked files that got a second name on the same file system
/// @param linkedBytes of those
/// @param copied files that were copied, and verified on the way
/// @param copiedBytes of those
/// @param lost blobs that the backup has no more as they were
/// @param replaced where the store is that was in its place
/// @param findings what a check says of the store
/// @param dryRun whether nothing was done
record RestoreResult(
    String store,
    long blobs,
    long bytes,
    long linked,
    long linkedBytes,
    long copied,
    long copiedBytes,
    long lost,
    Optional<String> replaced,
    List<Finding> findings,
    boolean dryRun)
    implements Result {

  RestoreResult(Path store, Restore.Replaced done, List<Finding> findings, boolean dryRun) {
    this(
        store.toString(),
        done.report().blobs(),
        done.report().bytes(),
        done.report().transferred().linked(),
        done.report().transferred().linkedBytes(),
        done.report().transferred().copied(),
        done.report().transferred().copiedBytes(),
        done.report().lost(),
        done.old().map(Path::toString),
        findings,
        dryRun);
  }

  @Override
  public void print(Output out) throws IOException {
    for (Finding finding : findings) {
      out.line(finding.rule() + ": " + finding.subject() + ": " + finding.message());
    }
    if (replaced.isPresent()) {
      out.line("the store that was there is now " + replaced.get());
    }
    out.line(
        store
            + (dryRun ? " would have " : " has ")
            + Units.count(blobs, "blob")
            + " of "
            + Units.size(bytes)
            + (dryRun ? planned() : found()));
  }

  private String planned() {
    return ": " + Units.count(linked, "file") + " linked, " + copied + " copied";
  }

  private String found() {
    return findings.isEmpty()
        ? ", and nothing is wrong with it"
        : ", and " + Units.count(findings.size(), "finding") + ": nscr check --repair";
  }

  /// Where it is.
  @Override
  public void printIdentifiers(Output out) throws IOException {
    out.line(store);
  }
}
