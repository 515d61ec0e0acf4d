package nscr.cli.command;

import java.io.IOException;
import java.util.List;
import nscr.cli.Output;
import nscr.cli.Result;
import nscr.oci.ImageReference;

/// The names that a command did what it does to, one a line however it is asked.
record Names(List<ImageReference> names) implements Result {

  @Override
  public void print(Output out) throws IOException {
    for (ImageReference name : names) {
      out.line(name.toString());
    }
  }

  @Override
  public void printIdentifiers(Output out) throws IOException {
    print(out);
  }
}
