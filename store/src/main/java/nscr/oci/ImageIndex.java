package nscr.oci;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A list of manifests, most often one for each platform; it may list further indexes.
///
/// Spec: image-spec "Image Index"; Docker's manifest list.
public record ImageIndex(
    MediaType mediaType,
    List<Descriptor> manifests,
    Optional<Descriptor> subject,
    Optional<String> artifactType,
    Map<String, String> annotations)
    implements Manifest {

  public ImageIndex {
    manifests = List.copyOf(manifests);
    annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
  }

  static ImageIndex parse(MediaType mediaType, Json json) {
    return new ImageIndex(
        mediaType,
        Manifest.descriptors(json, "manifests"),
        Manifest.subject(json),
        json.member("artifactType").flatMap(Json::text).filter(type -> !type.isEmpty()),
        Descriptor.annotations(json, "the index"));
  }

  @Override
  public List<Descriptor> children() {
    return manifests;
  }
}
