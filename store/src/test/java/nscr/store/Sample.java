package nscr.store;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nscr.oci.Descriptor;
import nscr.oci.Digest;
import nscr.oci.Json;
import nscr.oci.MediaType;

/// A small piece of content for tests, with all it needs: a blob, an image, an index.
///
/// @param children what it needs, in the order it says so
public record Sample(MediaType mediaType, byte[] content, List<Sample> children) {

  public Digest digest() {
    return Digest.of(content);
  }

  public Descriptor descriptor() {
    return Descriptor.of(mediaType, content);
  }

  public boolean isManifest() {
    return mediaType.isManifest();
  }

  /// A layer that says `text`.
  public static Sample layer(String text) {
    return blob(MediaType.LAYER_TAR, text);
  }

  /// A layer that registries need not have.
  public static Sample foreignLayer(String text) {
    return blob(MediaType.DOCKER_FOREIGN_LAYER, text);
  }

  private static Sample blob(MediaType type, String text) {
    return new Sample(type, text.getBytes(StandardCharsets.UTF_8), List.of());
  }

  /// An image whose config says `text`.
  public static Sample image(String text, Sample... layers) {
    return image(text, Optional.empty(), layers);
  }

  /// An image that refers to another manifest: a signature, an SBOM.
  public static Sample referrer(String text, Sample subject, Sample... layers) {
    return image(text, Optional.of(subject), layers);
  }

  private static Sample image(String text, Optional<Sample> subject, Sample... layers) {
    Sample config = blob(MediaType.IMAGE_CONFIG, "{\"made\":\"" + text + "\"}");
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("schemaVersion", 2);
    json.put("mediaType", MediaType.IMAGE_MANIFEST);
    json.put("config", config.descriptor().toJson());
    json.put("layers", descriptors(layers));
    json.put("subject", subject.map(found -> found.descriptor().toJson()));
    json.put("annotations", Map.of("made", text));
    List<Sample> children = new ArrayList<>(List.of(config));
    children.addAll(List.of(layers));
    return new Sample(MediaType.IMAGE_MANIFEST, Json.write(json), children);
  }

  /// An index of manifests, and of blobs, as build caches have them.
  public static Sample index(String text, Sample... children) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("schemaVersion", 2);
    json.put("mediaType", MediaType.IMAGE_INDEX);
    json.put("manifests", descriptors(children));
    json.put("annotations", Map.of("made", text));
    return new Sample(MediaType.IMAGE_INDEX, Json.write(json), List.of(children));
  }

  private static List<Map<String, Object>> descriptors(Sample... samples) {
    return List.of(samples).stream().map(sample -> sample.descriptor().toJson()).toList();
  }

  @Override
  public String toString() {
    return digest() + " " + new String(content, StandardCharsets.UTF_8);
  }
}
