package nscr.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nscr.oci.Json;
import nscr.oci.MediaType;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/// Archives of images, as their makers write them.
final class Archives {
  private static final String REF_NAME = "org.opencontainers.image.ref.name";

  private Archives() {}

  /// What `docker save` of the classic graph driver writes.
  ///
  /// @param names the images' names, each with the image; null stands for none
  static byte[] docker(Map<String, Image> names) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    List<Map<String, Object>> entries = new ArrayList<>();
    names.forEach((name, image) -> {
      List<String> layers = new ArrayList<>();
      for (Image.Part part : image.parts()) {
        String hex = part.descriptor().digest().hex();
        if (part.type().equals(MediaType.LAYER_TAR)) {
          files.put(hex + "/layer.tar", part.bytes());
          layers.add(hex + "/layer.tar");
        } else if (part.type().equals(MediaType.IMAGE_CONFIG)) {
          files.put(hex + ".json", part.bytes());
        }
      }
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("Config", image.parts().getFirst().descriptor().digest().hex() + ".json");
      entry.put("RepoTags", name.isEmpty() ? Optional.empty() : List.of(name));
      entry.put("Layers", layers);
      entries.add(entry);
    });
    files.put("manifest.json", Json.write(entries));
    return tar(files);
  }

  /// The files of an OCI image layout.
  ///
  /// @param names what `index.json` calls each image; an empty one is none
  static Map<String, byte[]> layout(Map<String, Image> names) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("oci-layout", Image.bytes("{\"imageLayoutVersion\":\"1.0.0\"}"));
    List<Map<String, Object>> listed = new ArrayList<>();
    names.forEach((name, image) -> {
      for (Image.Part part : image.parts()) {
        files.put("blobs/sha256/" + part.descriptor().digest().hex(), part.bytes());
      }
      Map<String, String> annotations = name.isBlank() ? Map.of() : Map.of(REF_NAME, name);
      listed.add(image.root().withAnnotations(annotations).toJson());
    });
    files.put("index.json", Image.listing(listed));
    return files;
  }

  static byte[] tar(Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream out = new TarArchiveOutputStream(bytes)) {
      for (var file : files.entrySet()) {
        TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
        entry.setSize(file.getValue().length);
        entry.setModTime(0L);
        out.putArchiveEntry(entry);
        out.write(file.getValue());
        out.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  static Path directory(Path directory, Map<String, byte[]> files) throws IOException {
    for (var file : files.entrySet()) {
      Path path = directory.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
    return directory;
  }
}
