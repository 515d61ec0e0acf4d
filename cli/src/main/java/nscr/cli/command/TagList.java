package nscr.cli.command;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import nscr.cli.Output;
import nscr.cli.Result;
import nscr.cli.Table;
import nscr.cli.Units;
import nscr.oci.Digest;
import nscr.oci.MediaType;
import nscr.oci.RepositoryName;
import nscr.oci.Tag;

/// The tags of a repository.
record TagList(RepositoryName repository, Stream<Line> tags) implements Result {

  /// @param size of what a pull brings, in bytes; it and the type are absent only in a damaged
  ///   store
  record Line(
      String name,
      Tag tag,
      Digest digest,
      Optional<MediaType> mediaType,
      Optional<Long> size,
      Instant updated) {}

  @Override
  public void print(Output out) throws IOException {
    Instant now = Instant.now();
    try (Table table = out.table("TAG", "DIGEST", "SIZE", "UPDATED")) {
      for (Line line : Pages.iterate(tags)) {
        table.row(
            line.tag().value(),
            out.digest(line.digest()),
            line.size().map(out::size).orElse("?"),
            Units.ago(line.updated(), now));
      }
    }
  }

  @Override
  public void printIdentifiers(Output out) throws IOException {
    for (Line line : Pages.iterate(tags)) {
      out.line(line.name());
    }
  }
}
