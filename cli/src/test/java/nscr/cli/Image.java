package nscr.cli;

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
import nscr.oci.Platform;

/// A small image, or something in the form of one, all of it in memory.
///
/// @param parts what it needs, in the order it must be put; its own manifest is the last
record Image(List<Part> parts) {

  record Part(MediaType type, byte[] bytes) {
    Descriptor descriptor() {
      return Descriptor.of(type, bytes);
    }
  }

  Image {
    parts = List.copyOf(parts);
  }

  Descriptor root() {
    return parts.getLast().descriptor();
  }

  Digest digest() {
    return root().digest();
  }

  /// An image for linux/amd64.
  ///
  /// @param layers their contents, which need be no tars
  static Image of(String... layers) {
    return of(Platform.parse("linux/amd64"), layers);
  }

  static Image of(Platform platform, String... layers) {
    List<Part> parts = new ArrayList<>();
    parts.add(new Part(MediaType.IMAGE_CONFIG, config(platform, layers)));
    for (String layer : layers) {
      parts.add(new Part(MediaType.LAYER_TAR, bytes(layer)));
    }
    parts.add(manifest(parts, Optional.empty(), Map.of()));
    return new Image(parts);
  }

  /// An index of images for these platforms.
  static Image index(String... platforms) {
    List<Part> parts = new ArrayList<>();
    List<Map<String, Object>> listed = new ArrayList<>();
    for (String name : platforms) {
      Platform platform = Platform.parse(name);
      Image image = of(platform, "a layer for " + name);
      parts.addAll(image.parts);
      Map<String, Object> descriptor = image.root().toJson();
      descriptor.put(
          "platform", Map.of("os", platform.os(), "architecture", platform.architecture()));
      listed.add(descriptor);
    }
    parts.add(new Part(MediaType.IMAGE_INDEX, listing(listed)));
    return new Image(parts);
  }

  /// Something about another manifest, such as a signature.
  static Image about(Descriptor subject, String text) {
    List<Part> parts = new ArrayList<>();
    parts.add(new Part(new MediaType("application/vnd.example.signature"), bytes("{}")));
    parts.add(new Part(new MediaType("text/plain"), bytes(text)));
    parts.add(manifest(parts, Optional.of(subject), Map.of("made.by", "test")));
    return new Image(parts);
  }

  private static byte[] config(Platform platform, String... layers) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("created", "2026-01-02T03:04:05Z");
    json.put("architecture", platform.architecture());
    json.put("os", platform.os());
    json.put("config", Map.of("Labels", Map.of("kind", "test")));
    json.put(
        "rootfs",
        Map.of(
            "type",
            "layers",
            "diff_ids",
            java.util.Arrays.stream(layers).map(layer -> Digest.of(bytes(layer))).toList()));
    List<Map<String, Object>> history = new ArrayList<>();
    for (String layer : layers) {
      history.add(Map.of("created_by", "RUN " + layer));
    }
    json.put("history", history);
    return Json.write(json);
  }

  private static Part manifest(
      List<Part> configAndLayers, Optional<Descriptor> subject, Map<String, String> annotations) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("schemaVersion", 2);
    json.put("mediaType", MediaType.IMAGE_MANIFEST);
    json.put("config", configAndLayers.getFirst().descriptor().toJson());
    json.put(
        "layers",
        configAndLayers.stream().skip(1).map(part -> part.descriptor().toJson()).toList());
    json.put("subject", subject.map(Descriptor::toJson));
    json.put("annotations", annotations.isEmpty() ? Optional.empty() : annotations);
    return new Part(MediaType.IMAGE_MANIFEST, Json.write(json));
  }

  static byte[] listing(List<? extends Map<String, Object>> descriptors) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("schemaVersion", 2);
    json.put("mediaType", MediaType.IMAGE_INDEX);
    json.put("manifests", descriptors);
    return Json.write(json);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
