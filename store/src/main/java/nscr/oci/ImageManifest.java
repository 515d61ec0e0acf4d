package nscr.oci;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// One image for one platform, or an artifact in the form of one: a config and layers.
///
/// Spec: image-spec "Image Manifest"; Docker's schema 2.
public record ImageManifest(
    MediaType mediaType,
    Descriptor config,
    List<Descriptor> layers,
    Optional<Descriptor> subject,
    Optional<String> declaredArtifactType,
    Map<String, String> annotations)
    implements Manifest {

  public ImageManifest {
    layers = List.copyOf(layers);
    annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
  }

  static ImageManifest parse(MediaType mediaType, Json json) {
    Json config =
        json.member("config")
            .filter(Json::isObject)
            .orElseThrow(() ->
                new OciException(ErrorCode.MANIFEST_INVALID, "the image manifest has no config"));
    return new ImageManifest(
        mediaType,
        Descriptor.parse(config, "config"),
        Manifest.descriptors(json, "layers"),
        Manifest.subject(json),
        json.member("artifactType").flatMap(Json::text).filter(type -> !type.isEmpty()),
        Descriptor.annotations(json, "the manifest"));
  }

  /// The config and the layers, in this order.
  @Override
  public List<Descriptor> children() {
    return Stream.concat(Stream.of(config), layers.stream()).toList();
  }

  @Override
  public Optional<String> artifactType() {
    return declaredArtifactType.or(() -> Optional.of(config.mediaType().value()));
  }
}
