package nscr.cli.command;

import java.io.IOException;
import java.time.Instant;
import java.util.stream.Stream;
import nscr.cli.Output;
import nscr.cli.Result;
import nscr.cli.Table;
import nscr.cli.Units;
import nscr.oci.Digest;
import nscr.oci.MediaType;
import nscr.oci.RepositoryName;

/// Manifests that nothing holds.
record UntaggedList(Stream<Line> untagged) implements Result {

  /// @param size of what a pull brings, in bytes
  record Line(
      String name,
      RepositoryName repository,
      Digest digest,
      MediaType mediaType,
      long size,
      Instant pushed) {}

  @Override
  public void print(Output out) throws IOException {
    Instant now = Instant.now();
    try (Table table = out.table("REPOSITORY", "DIGEST", "SIZE", "PUSHED")) {
      for (Line line : Pages.iterate(untagged)) {
        table.row(
            line.repository().value(),
            out.digest(line.digest()),
            out.size(line.size()),
            Units.ago(line.pushed(), now));
      }
    }
  }

  @Override
  public void printIdentifiers(Output out) throws IOException {
    for (Line line : Pages.iterate(untagged)) {
      out.line(line.name());
    }
  }
}
