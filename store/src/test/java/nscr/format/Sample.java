package nscr.format;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nscr.content.Progress;
import nscr.oci.Descriptor;
import nscr.oci.Digest;
import nscr.oci.Json;
import nscr.oci.MediaType;

/// Small images and the archives they come in.
final class Sample {
  private Sample() {}

  /// Content, and what it is.
  record Blob(MediaType type, byte[] bytes) {
    Descriptor descriptor() {
      return Descriptor.of(type, bytes);
    }

    Digest digest() {
      return Digest.of(bytes);
    }
  }

  static Blob blob(MediaType type, String text) {
    return new Blob(type, text.getBytes(StandardCharsets.UTF_8));
  }

  /// A tar with one file, as layers are.
  static byte[] layerTar(String text) {
    return new Tar().file("etc/motd", text.repeat(50)).bytes();
  }

  static byte[] config(byte[]... plainLayers) {
    List<String> diffIds = new ArrayList<>();
    for (byte[] layer : plainLayers) {
      diffIds.add(Digest.of(layer).toString());
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("architecture", "amd64");
    json.put("os", "linux");
    json.put("rootfs", Map.of("diff_ids", diffIds));
    return Json.write(json);
  }

  /// An image of these layers, plain tars, in the form of OCI.
  static List<Blob> image(byte[]... layers) {
    List<Blob> blobs = new ArrayList<>();
    blobs.add(new Blob(MediaType.IMAGE_CONFIG, config(layers)));
    for (byte[] layer : layers) {
      blobs.add(new Blob(MediaType.LAYER_TAR, layer));
    }
    blobs.add(manifest(blobs, Optional.empty()));
    return blobs;
  }

  /// The manifest of a config and layers; it is the last one of an image.
  static Blob manifest(List<Blob> configAndLayers, Optional<Descriptor> subject) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("schemaVersion", 2);
    json.put("mediaType", MediaType.IMAGE_MANIFEST);
    json.put("config", configAndLayers.getFirst().descriptor().toJson());
    json.put(
        "layers",
        configAndLayers.stream().skip(1).map(layer -> layer.descriptor().toJson()).toList());
    json.put("subject", subject.map(Descriptor::toJson));
    return new Blob(MediaType.IMAGE_MANIFEST, Json.write(json));
  }

  static Blob index(Descriptor... manifests) {
    return new Blob(MediaType.IMAGE_INDEX, indexJson(List.of(manifests)));
  }

  /// A manifest that says something of another, with the blobs it needs.
  static List<Blob> referrer(Descriptor subject, String text) {
    List<Blob> blobs = new ArrayList<>();
    blobs.add(blob(MediaType.EMPTY, "{}"));
    blobs.add(blob(new MediaType("text/plain"), text));
    blobs.add(manifest(blobs, Optional.of(subject)));
    return blobs;
  }

  static byte[] indexJson(List<Descriptor> manifests) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("schemaVersion", 2);
    json.put("mediaType", MediaType.IMAGE_INDEX);
    json.put("manifests", manifests.stream().map(Descriptor::toJson).toList());
    return Json.write(json);
  }

  static Descriptor named(Descriptor descriptor, String refName) {
    return descriptor.withAnnotations(Map.of("org.opencontainers.image.ref.name", refName));
  }

  /// The files of an OCI image layout.
  static Map<String, byte[]> layout(List<Blob> blobs, Descriptor... listed) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(StandardCharsets.UTF_8));
    files.put("index.json", indexJson(List.of(listed)));
    blobs.forEach(blob -> files.put("blobs/sha256/" + blob.digest().hex(), blob.bytes()));
    return files;
  }

  /// Writes files below a directory.
  static Path directory(Path directory, Map<String, byte[]> files) throws IOException {
    for (var file : files.entrySet()) {
      Path path = directory.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
    return directory;
  }

  static List<ArchivedImage> read(byte[] archive) throws IOException {
    return read(archive, new MemorySpool());
  }

  static List<ArchivedImage> read(byte[] archive, MemorySpool spool) throws IOException {
    return new ArchiveReader(spool, Progress.NONE).read(new ByteArrayInputStream(archive), "a.tar");
  }

  static List<ArchivedImage> open(Path path) throws IOException {
    return new ArchiveReader(new MemorySpool(), Progress.NONE).open(path);
  }

  /// Wraps a stream that is about to be written.
  interface Wrapping {
    OutputStream around(OutputStream out) throws IOException;
  }

  static byte[] compressed(byte[] plain, Wrapping wrapping) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = wrapping.around(bytes)) {
      out.write(plain);
    }
    return bytes.toByteArray();
  }
}
