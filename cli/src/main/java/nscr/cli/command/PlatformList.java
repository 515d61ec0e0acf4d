package nscr.cli.command;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import nscr.cli.Output;
import nscr.cli.Result;
import nscr.cli.Table;
import nscr.oci.Descriptor;
import nscr.oci.Digest;
import nscr.oci.ImageReference;
import nscr.oci.MediaType;
import nscr.oci.Platform;

/// What an index lists.
record PlatformList(ImageReference name, Digest digest, MediaType mediaType, List<Line> manifests)
    implements Result {

  /// @param name by which this one alone can be asked for
  /// @param size of what a pull brings, in bytes; absent for what the store does not have
  record Line(
      String name,
      Optional<String> platform,
      Digest digest,
      MediaType mediaType,
      Optional<Long> size) {

    static Line of(ImageReference index, Descriptor child, Optional<Long> size) {
      return new Line(
          ImageReference.of(index.repository(), child.digest()).toString(),
          child.platform().map(Platform::toString),
          child.digest(),
          child.mediaType(),
          size);
    }
  }

  @Override
  public void print(Output out) throws IOException {
    try (Table table = out.table("PLATFORM", "DIGEST", "SIZE", "TYPE")) {
      for (Line line : manifests) {
        table.row(
            line.platform().orElse("-"),
            out.digest(line.digest()),
            line.size().map(out::size).orElse("?"),
            line.mediaType().value());
      }
    }
  }

  @Override
  public void printIdentifiers(Output out) throws IOException {
    for (Line line : manifests) {
      out.line(line.name());
    }
  }
}
