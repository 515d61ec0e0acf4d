package nscr.format;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nscr.oci.Descriptor;
import nscr.oci.Digest;
import nscr.oci.ImageReference;
import nscr.oci.Json;
import nscr.oci.Manifest;
import nscr.oci.MediaType;

/// The `index.json` of an OCI image layout while it is being put together.
///
/// An image has an entry for each of its names, with the annotations
/// - `org.opencontainers.image.ref.name`: the name as it is in the store, such as `app:1`, by which
///   skopeo and podman find it; none for a name by digest;
/// - `io.containerd.image.name`: the same in full, `docker.io/library/app:1`, by which docker and
///   containerd do; none for a name without a tag, which is a mere word as in `oci:layout:1.0`.
///
/// A manifest with a subject that got no name has an entry without one: that is how clients find
/// referrers.
final class LayoutIndex {
  static final String REF_NAME = "org.opencontainers.image.ref.name";
  static final String CONTAINERD_NAME = "io.containerd.image.name";
  static final byte[] LAYOUT = Json.write(Map.of("imageLayoutVersion", "1.0.0"));

  private final Map<Digest, Descriptor> referrers = new LinkedHashMap<>();
  private final List<Descriptor> named = new ArrayList<>();

  /// Notes a manifest that was put, in case it must be listed.
  void put(Descriptor descriptor, Manifest manifest) {
    if (manifest.subject().isPresent()) {
      referrers.put(descriptor.digest(), entry(descriptor, manifest.artifactType(), Map.of()));
    }
  }

  void name(Descriptor manifest, ImageReference name) {
    Map<String, String> annotations = new LinkedHashMap<>();
    if (name.reference().isPresent()) {
      annotations.put(CONTAINERD_NAME, ImageName.qualified(name));
    }
    if (name.reference().filter(Digest.class::isInstance).isEmpty()) {
      annotations.put(REF_NAME, name.toString());
    }
    named.add(entry(manifest, manifest.artifactType(), annotations));
  }

  private static Descriptor entry(
      Descriptor descriptor, Optional<String> artifactType, Map<String, String> annotations) {
    return new Descriptor(
        descriptor.mediaType(),
        descriptor.digest(),
        descriptor.size(),
        Optional.empty(),
        artifactType,
        annotations,
        List.of());
  }

  /// Named entries in the order they were named, then the others in the order they were put.
  List<Descriptor> entries() {
    List<Descriptor> entries = new ArrayList<>(named);
    Map<Digest, Descriptor> unnamed = new LinkedHashMap<>(referrers);
    named.forEach(entry -> unnamed.remove(entry.digest()));
    entries.addAll(unnamed.values());
    return entries;
  }

  byte[] json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("schemaVersion", 2);
    json.put("mediaType", MediaType.IMAGE_INDEX);
    json.put("manifests", entries().stream().map(Descriptor::toJson).toList());
    return Json.write(json);
  }
}
