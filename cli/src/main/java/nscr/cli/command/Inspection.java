package nscr.cli.command;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nscr.cli.Output;
import nscr.cli.Result;
import nscr.oci.Descriptor;
import nscr.oci.Digest;
import nscr.oci.MediaType;
import nscr.oci.Tag;

/// What a manifest is made of, with everything below it and everything about it.
///
/// @param artifactType absent for images to be run
/// @param size of what a pull brings, in bytes
/// @param created as the config says
/// @param layers of an image; of an index, the blobs it lists beside manifests
/// @param history as the config says, the lowest first
/// @param manifests what an index lists
/// @param referrers what is about this manifest, and so on
record Inspection(
    String name,
    Digest digest,
    MediaType mediaType,
    Optional<String> artifactType,
    Optional<String> platform,
    long size,
    Optional<Instant> pushed,
    Optional<String> created,
    List<Tag> tags,
    Optional<Digest> subject,
    Map<String, String> annotations,
    Map<String, String> labels,
    Optional<Part> config,
    List<Part> layers,
    List<Config.Step> history,
    List<Inspection> manifests,
    List<Inspection> referrers)
    implements Result {

  /// A blob.
  ///
  /// @param size in bytes
  record Part(
      Digest digest, MediaType mediaType, long size, Optional<Map<String, String>> annotations) {
    static Part of(Descriptor blob) {
      return new Part(
          blob.digest(),
          blob.mediaType(),
          blob.size(),
          Optional.of(blob.annotations()).filter(found -> !found.isEmpty()));
    }
  }

  @Override
  public void print(Output out) throws IOException {
    new InspectionTree(out).print(this);
  }

  @Override
  public void printIdentifiers(Output out) throws IOException {
    out.line(digest.toString());
  }
}
