package nscr.cli.command;

import java.io.IOException;
import java.util.List;
import nscr.cli.Output;
import nscr.cli.Result;
import nscr.oci.Digest;
import nscr.oci.ImageReference;

/// Names that were given, or taken, and the manifests they stand for or stood for.
record NameList(List<Line> images) implements Result {
  record Line(ImageReference name, Digest digest) {}

  @Override
  public void print(Output out) throws IOException {
    for (Line line : images) {
      out.columns(line.name().toString(), line.digest().toString());
    }
  }

  @Override
  public void printIdentifiers(Output out) throws IOException {
    for (Line line : images) {
      out.line(line.name().toString());
    }
  }
}
