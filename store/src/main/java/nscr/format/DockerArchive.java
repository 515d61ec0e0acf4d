package nscr.format;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import nscr.content.ContentException;
import nscr.content.ContentSink;
import nscr.oci.Descriptor;
import nscr.oci.Digest;
import nscr.oci.ErrorCode;
import nscr.oci.ImageManifest;
import nscr.oci.ImageReference;
import nscr.oci.Json;
import nscr.oci.Manifest;
import nscr.oci.MediaType;
import nscr.oci.OciException;
import nscr.oci.Tag;

/// Writes a docker-archive that is an OCI image layout as well, as Docker since version 25 does:
/// `manifest.json` names the config and the layers by their paths in the layout.
///
/// Every `docker load` since 1.10 reads it, and so do podman and skopeo; reading it as a layout
/// gives back the exact digests. It holds images for one platform, no indexes. Reproducible as
/// [OciLayoutTar].
public final class DockerArchive implements ContentSink, Closeable {
  private final OciLayoutTar layout;
  private final Map<Digest, ImageManifest> images = new HashMap<>();
  private final Map<Digest, Saved> saved = new LinkedHashMap<>();

  /// An image in `manifest.json`.
  private record Saved(ImageManifest image, ImageReference name, List<String> repoTags) {}

  /// @param out the caller's: it is flushed by `finish`, never closed; what was written to it is
  ///   useless unless `finish` returned
  public DockerArchive(OutputStream out) {
    this.layout = new OciLayoutTar(out);
  }

  @Override
  public boolean has(Descriptor descriptor) {
    return layout.has(descriptor);
  }

  @Override
  public void put(Descriptor descriptor, InputStream content) throws IOException {
    if (!descriptor.mediaType().isImageManifest()) {
      layout.put(descriptor, content);
      return;
    }
    byte[] bytes = content.readNBytes(Manifest.LARGEST + 1);
    layout.put(descriptor, new ByteArrayInputStream(bytes));
    if (Manifest.parse(Optional.of(descriptor.mediaType()), bytes) instanceof ImageManifest image) {
      images.put(descriptor.digest(), image);
    }
  }

  /// @throws OciException UNSUPPORTED for an index, and for an artifact that is no image
  @Override
  public void tag(Descriptor manifest, ImageReference name) {
    if (!layout.isMereReferrer(manifest, name)) {
      ImageManifest image = image(manifest, name);
      Saved entry =
          saved.computeIfAbsent(manifest.digest(), _ -> new Saved(image, name, new ArrayList<>()));
      if (name.reference().filter(Tag.class::isInstance).isPresent()) {
        entry.repoTags.add(ImageName.familiar(name));
      }
    }
    layout.tag(manifest, name);
  }

  private ImageManifest image(Descriptor manifest, ImageReference name) {
    if (manifest.mediaType().isIndex()) {
      throw unsupported(
          name
              + " is an index of several platforms; a docker-archive holds one: choose it, or use"
              + " the OCI format");
    }
    ImageManifest image = images.get(manifest.digest());
    MediaType config = image.config().mediaType();
    boolean layers =
        image.layers().stream().map(Descriptor::mediaType).allMatch(DockerArchive::isLayer);
    if (!layers
        || !(config.equals(MediaType.IMAGE_CONFIG) || config.equals(MediaType.DOCKER_CONFIG))) {
      throw unsupported(
          name + " is no container image, which is all a docker-archive holds; use the OCI format");
    }
    return image;
  }

  private static boolean isLayer(MediaType type) {
    return type.value().startsWith("application/vnd.oci.image.layer.")
        || type.value().startsWith("application/vnd.docker.image.rootfs.");
  }

  private static OciException unsupported(String message) {
    return new OciException(ErrorCode.UNSUPPORTED, message);
  }

  /// @throws ContentException when a layer was not put, because its licence forbids to distribute
  ///   it
  @Override
  public void finish() throws IOException {
    List<Map<String, Object>> list = new ArrayList<>();
    for (Saved image : saved.values()) {
      list.add(element(image));
    }
    layout.finish(new TreeMap<>(Map.of("manifest.json", Json.write(list))));
  }

  private Map<String, Object> element(Saved saved) throws ContentException {
    for (Descriptor layer : saved.image.layers()) {
      if (!has(layer)) {
        throw new ContentException(
            saved.name
                + ": layer "
                + layer.digest()
                + " is not here (its licence forbids to distribute it), and a docker-archive cannot"
                + " do without it");
      }
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("Config", OciLayoutTar.path(saved.image.config().digest()));
    json.put("RepoTags", saved.repoTags);
    json.put(
        "Layers", saved.image.layers().stream().map(l -> OciLayoutTar.path(l.digest())).toList());
    return json;
  }

  /// There is nothing to clean up: the stream is the caller's.
  @Override
  public void close() {
    layout.close();
  }
}
