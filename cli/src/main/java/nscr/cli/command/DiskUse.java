package nscr.cli.command;

import java.io.IOException;
import java.util.List;
import nscr.cli.Output;
import nscr.cli.Result;
import nscr.cli.Table;
import nscr.oci.RepositoryName;

/// How much space a store takes.
///
/// @param blobBytes of all blob files
/// @param indexBytes of the index
/// @param stagedBytes of uploads and imports in progress
/// @param reserveBytes of the file that keeps room for deleting on a full disk
/// @param reclaimableBytes what a gc would free now
record DiskUse(
    List<Line> repositories,
    long blobBytes,
    long indexBytes,
    long stagedBytes,
    long reserveBytes,
    long reclaimableBytes)
    implements Result {

  /// All sizes are of blobs, in bytes.
  ///
  /// @param reclaimable what a gc would take from the repository now
  record Line(
      RepositoryName repository, long size, long shared, long exclusive, long reclaimable) {}

  @Override
  public void print(Output out) throws IOException {
    try (Table table = out.table("REPOSITORY", "SIZE", "SHARED", "EXCLUSIVE", "RECLAIMABLE")) {
      for (Line line : repositories) {
        table.row(
            line.repository().value(),
            out.size(line.size()),
            out.size(line.shared()),
            out.size(line.exclusive()),
            out.size(line.reclaimable()));
      }
    }
    out.line(
        "total on disk "
            + out.size(blobBytes + indexBytes + stagedBytes + reserveBytes)
            + ": blobs "
            + out.size(blobBytes)
            + ", index "
            + out.size(indexBytes)
            + (stagedBytes > 0 ? ", coming in " + out.size(stagedBytes) : "")
            + (reserveBytes > 0 ? ", reserve " + out.size(reserveBytes) : "")
            + "; gc would free "
            + out.size(reclaimableBytes));
  }

  @Override
  public void printIdentifiers(Output out) throws IOException {
    for (Line line : repositories) {
      out.line(line.repository().value());
    }
  }
}
