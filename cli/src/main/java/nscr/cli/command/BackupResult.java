package nscr.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import nscr.backup.BackupReport;
import nscr.cli.Output;
import nscr.cli.Result;
import nscr.cli.Units;

/// What a backup is now, and what was done to bring it there.
///
/// @param directory where it is
/// @param blobs blobs it has
/// @param bytes of all its blobs
/// @param unchanged files it had before
/// @param linked files that got a second name on the same file system
/// @param linkedBytes of those
/// @param copied files that were copied, and verified on the way
/// @param copiedBytes of those
/// @param indexBytes bytes of the index that were copied
/// @param removed files that the store has no more
/// @param removedBytes of those
/// @param dryRun whether nothing was done
record BackupResult(
    String directory,
    long blobs,
    long bytes,
    long unchanged,
    long linked,
    long linkedBytes,
    long copied,
    long copiedBytes,
    long indexBytes,
    long removed,
    long removedBytes,
    boolean dryRun)
    implements Result {

  BackupResult(Path directory, BackupReport report, boolean dryRun) {
    this(
        directory.toString(),
        report.blobs(),
        report.bytes(),
        report.transferred().unchanged(),
        report.transferred().linked(),
        report.transferred().linkedBytes(),
        report.transferred().copied(),
        report.transferred().copiedBytes(),
        report.transferred().indexBytes(),
        report.removed(),
        report.removedBytes(),
        dryRun);
  }

  @Override
  public void print(Output out) throws IOException {
    List<String> done = new ArrayList<>();
    add(done, linked, linkedBytes, "linked");
    add(done, copied, copiedBytes, "copied");
    add(done, removed, removedBytes, "removed");
    out.line(
        directory
            + (dryRun ? " would have " : " has ")
            + Units.count(blobs, "blob")
            + " of "
            + Units.size(bytes)
            + ": "
            + (done.isEmpty() ? "no file changed" : String.join(", ", done)));
  }

  private static void add(List<String> done, long files, long bytes, String what) {
    if (files > 0) {
      done.add(Units.count(files, "file") + " of " + Units.size(bytes) + " " + what);
    }
  }

  /// Where it is.
  @Override
  public void printIdentifiers(Output out) throws IOException {
    out.line(directory);
  }
}
