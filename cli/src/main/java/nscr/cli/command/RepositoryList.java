package nscr.cli.command;

import java.io.IOException;
import java.util.stream.Stream;
import nscr.cli.Output;
import nscr.cli.Result;
import nscr.cli.Table;
import nscr.oci.RepositoryName;

/// Every repository. Of each only the name: to say more would mean to count.
record RepositoryList(Stream<Line> repositories) implements Result {
  record Line(RepositoryName name) {}

  @Override
  public void print(Output out) throws IOException {
    try (Table table = out.table("REPOSITORY")) {
      for (Line line : Pages.iterate(repositories)) {
        table.row(line.name().value());
      }
    }
  }

  @Override
  public void printIdentifiers(Output out) throws IOException {
    for (Line line : Pages.iterate(repositories)) {
      out.line(line.name().value());
    }
  }
}
