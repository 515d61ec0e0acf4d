package nscr.cli.command;

import java.io.IOException;
import java.util.List;
import nscr.cli.Output;
import nscr.cli.Result;
import nscr.cli.Table;
import nscr.oci.Digest;
import nscr.oci.ImageManifest;
import nscr.oci.ImageReference;
import nscr.oci.MediaType;

/// The layers of an image, the lowest first.
record LayerList(ImageReference name, Digest digest, MediaType mediaType, List<Line> layers)
    implements Result {

  /// @param name by which this one can be asked for
  /// @param size in bytes
  record Line(String name, Digest digest, MediaType mediaType, long size) {}

  static List<Line> lines(ImageReference name, ImageManifest image) {
    return image.layers().stream()
        .map(layer ->
            new Line(
                ImageReference.of(name.repository(), layer.digest()).toString(),
                layer.digest(),
                layer.mediaType(),
                layer.size()))
        .toList();
  }

  @Override
  public void print(Output out) throws IOException {
    try (Table table = out.table("LAYER", "DIGEST", "SIZE", "TYPE")) {
      int number = 1;
      for (Line line : layers) {
        table.row(
            String.valueOf(number++),
            out.digest(line.digest()),
            out.size(line.size()),
            line.mediaType().value());
      }
    }
  }

  @Override
  public void printIdentifiers(Output out) throws IOException {
    for (Line line : layers) {
      out.line(line.name());
    }
  }
}
