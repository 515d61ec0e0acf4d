package nscr.oci;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a manifest says, read from its exact bytes, which remain the truth and are never rewritten.
///
/// Spec: image-spec "Image Manifest" and "Image Index". Docker's schema 2 manifest and manifest
/// list map onto the same two.
public sealed interface Manifest permits ImageManifest, ImageIndex {

  /// The largest manifest that is read, in bytes. Spec: registries should accept at least 4 MiB.
  int LARGEST = 8 << 20;

  /// OCI's or Docker's type, as pushed.
  MediaType mediaType();

  /// The content a pull of this manifest needs, in the order named; a digest may occur more than
  /// once.
  List<Descriptor> children();

  /// The manifest this one is about; it need not exist, and it is not a child.
  Optional<Descriptor> subject();

  /// What kind of artifact this is; for an image manifest that does not say, its config's media
  /// type.
  Optional<String> artifactType();

  Map<String, String> annotations();

  /// Reads a manifest.
  ///
  /// @param declared the type it was declared to have, by a `Content-Type` or a descriptor; empty,
  ///   or not a manifest's type, when the bytes must say
  /// @throws OciException MANIFEST_INVALID or DIGEST_INVALID, saying what is wrong
  static Manifest parse(Optional<MediaType> declared, byte[] bytes) {
    Json json = Json.parse(bytes);
    if (!json.isObject()) {
      throw invalid("the manifest is not a JSON object");
    }
    MediaType mediaType = mediaType(declared, json);
    boolean layers = json.member("layers").isPresent() || json.member("config").isPresent();
    boolean manifests = json.member("manifests").isPresent();
    if (layers && manifests) {
      // An image for one reader and an index for another is an attack (CVE-2021-41190), not a
      // manifest.
      throw invalid("the manifest has both layers and manifests");
    }
    if (mediaType.isIndex() ? layers : manifests) {
      throw invalid("the manifest is declared " + mediaType + " but is of the other kind");
    }
    return mediaType.isIndex()
        ? ImageIndex.parse(mediaType, json)
        : ImageManifest.parse(mediaType, json);
  }

  private static MediaType mediaType(Optional<MediaType> declared, Json json) {
    Optional<MediaType> outside = declared.filter(MediaType::isManifest);
    Optional<MediaType> inside = json.member("mediaType").flatMap(Json::text).map(MediaType::new);
    if (inside.isPresent() && outside.isPresent() && !inside.equals(outside)) {
      throw invalid(
          "the manifest says it is " + inside.get() + ", but it was declared " + outside.get());
    }
    MediaType mediaType =
        inside
            .or(() -> outside)
            .or(() -> shape(json))
            .orElseThrow(() ->
                invalid(
                    "it is no image manifest or index: no mediaType, config, layers or manifests"));
    if (!mediaType.isManifest()) {
      throw invalid("a manifest of type " + mediaType + " is not supported");
    }
    return mediaType;
  }

  private static Optional<MediaType> shape(Json json) {
    if (json.member("manifests").isPresent()) {
      return Optional.of(MediaType.IMAGE_INDEX);
    }
    if (json.member("fsLayers").isPresent()) {
      throw invalid(
          "Docker's schema 1 is not supported; push the image again with a current client");
    }
    return json.member("config").or(() -> json.member("layers")).map(_ -> MediaType.IMAGE_MANIFEST);
  }

  /// Reads the array of descriptors that is the member `name`; none when it is absent.
  static List<Descriptor> descriptors(Json json, String name) {
    Optional<Json> array = json.member(name);
    if (array.isPresent() && !array.get().isArray()) {
      throw invalid(name + " is not an array");
    }
    List<Json> elements = array.map(Json::elements).orElse(List.of());
    return java.util.stream.IntStream.range(0, elements.size())
        .mapToObj(i -> Descriptor.parse(elements.get(i), name + "[" + i + "]"))
        .toList();
  }

  /// Reads `subject`.
  static Optional<Descriptor> subject(Json json) {
    return json.member("subject").map(found -> Descriptor.parse(found, "subject"));
  }

  private static OciException invalid(String why) {
    return new OciException(ErrorCode.MANIFEST_INVALID, why);
  }
}
