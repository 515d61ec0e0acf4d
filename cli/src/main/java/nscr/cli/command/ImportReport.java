package nscr.cli.command;

import java.io.IOException;
import java.util.List;
import nscr.cli.Output;
import nscr.cli.Result;
import nscr.oci.Digest;
import nscr.oci.MediaType;

/// What an import brought, or would bring.
record ImportReport(List<Image> images, boolean dryRun) implements Result {

  /// @param name in the store
  /// @param from the archive, as it was named
  record Image(String name, Digest digest, MediaType mediaType, String from) {}

  @Override
  public void print(Output out) throws IOException {
    for (Image image : images) {
      out.columns(image.name(), image.digest().toString());
    }
  }

  @Override
  public void printIdentifiers(Output out) throws IOException {
    for (Image image : images) {
      out.line(image.name());
    }
  }
}
