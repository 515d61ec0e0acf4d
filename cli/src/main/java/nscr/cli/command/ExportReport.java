package nscr.cli.command;

import java.util.List;
import nscr.cli.Output;
import nscr.cli.Result;
import nscr.oci.Digest;
import nscr.oci.MediaType;

/// What was exported. A person sees the file and is told nothing.
///
/// @param to as it was typed
record ExportReport(String to, List<Image> images) implements Result {
  record Image(String name, Digest digest, MediaType mediaType) {}

  static ExportReport of(Location location, List<ArchiveExport.Root> roots) {
    return new ExportReport(
        location.text(),
        roots.stream()
            .map(root ->
                new Image(
                    root.name().toString(),
                    root.descriptor().digest(),
                    root.descriptor().mediaType()))
            .toList());
  }

  @Override
  public void print(Output out) {}

  @Override
  public void printIdentifiers(Output out) {}
}
