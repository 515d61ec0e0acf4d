package nscr.format;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import nscr.content.ContentException;
import nscr.content.ContentSink;
import nscr.oci.Descriptor;
import nscr.oci.Digest;
import nscr.oci.ImageReference;
import nscr.oci.Json;
import nscr.oci.MediaType;

/// Writes an OCI image layout as a directory, or adds to one.
///
/// What is put is complete before it has its name, and `index.json` is replaced in one step by
/// `finish`, so that a reader never sees less than there was. An entry that has a name which is
/// given anew is dropped; its blobs stay. One writer at a time. Spec: image-spec "Image Layout".
public final class OciLayoutDirectory implements ContentSink, Closeable {
  private final Path directory;
  private final NewFiles files;
  private final Map<String, Json> existing;
  private final PutManifests manifests = new PutManifests();
  private final LayoutIndex index = new LayoutIndex();
  private final Set<Digest> put = new HashSet<>();

  private OciLayoutDirectory(Path directory, NewFiles files, Map<String, Json> existing) {
    this.directory = directory;
    this.files = files;
    this.existing = existing;
  }

  /// Opens a layout to add to it, or an empty directory, or one that does not exist yet.
  ///
  /// @throws ContentException when it is something else
  public static OciLayoutDirectory open(Path directory) throws IOException {
    Map<String, Json> existing = Map.of();
    if (Files.exists(directory.resolve("oci-layout"))) {
      existing = readIndex(directory);
    } else if (Files.exists(directory) && !isEmpty(directory)) {
      throw new ContentException(directory + " is neither empty nor an OCI image layout");
    }
    return new OciLayoutDirectory(directory, new NewFiles(directory), existing);
  }

  static boolean isEmpty(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return false;
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.findAny().isEmpty();
    }
  }

  private static Map<String, Json> readIndex(Path directory) throws IOException {
    String name = directory.toString();
    FileTree tree = new DirectoryTree(directory, name);
    OciLayoutImages.checkVersion(tree, "", name);
    Optional<TreeFile> file = tree.find("index.json");
    if (file.isEmpty()) {
      return Map.of();
    }
    byte[] bytes = file.get().small(name);
    return ContentParser.parse(name + ": index.json", () -> Json.parse(bytes)).members();
  }

  @Override
  public boolean has(Descriptor descriptor) throws IOException {
    Path file = directory.resolve(OciLayoutTar.path(descriptor.digest()));
    return put.contains(descriptor.digest())
        || (Files.isRegularFile(file) && Files.size(file) == descriptor.size());
  }

  @Override
  public void put(Descriptor descriptor, InputStream content) throws IOException {
    boolean there = has(descriptor);
    String path = OciLayoutTar.path(descriptor.digest());
    if (descriptor.mediaType().isManifest()) {
      PutManifests.Read read = manifests.read(descriptor, content);
      index.put(descriptor, read.manifest());
      if (!there) {
        files.write(path, new ByteArrayInputStream(read.bytes()));
      }
    } else if (!there) {
      files.write(path, content);
    }
    put.add(descriptor.digest());
  }

  @Override
  public void tag(Descriptor manifest, ImageReference name) {
    if (!manifests.isMereReferrer(manifest, name)) {
      index.name(manifest, name);
    }
  }

  @Override
  public void finish() throws IOException {
    if (!Files.exists(directory.resolve("oci-layout"))) {
      files.replace("oci-layout", LayoutIndex.LAYOUT);
    }
    files.replace("index.json", existing.isEmpty() ? index.json() : merged());
    files.keep();
  }

  /// What was there keeps its form, whatever it is; entries that are no longer right are left out.
  private byte[] merged() {
    List<Descriptor> added = index.entries();
    List<Object> entries = new ArrayList<>();
    for (Json entry : existing.getOrDefault("manifests", Json.parse("[]".getBytes())).elements()) {
      if (added.stream().noneMatch(descriptor -> replaces(descriptor, entry))) {
        entries.add(entry);
      }
    }
    added.forEach(descriptor -> entries.add(descriptor.toJson()));
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("schemaVersion", 2);
    json.put("mediaType", MediaType.IMAGE_INDEX);
    json.putAll(existing);
    json.put("manifests", entries);
    return Json.write(json);
  }

  private static boolean replaces(Descriptor added, Json entry) {
    Optional<String> digest = entry.member("digest").flatMap(Json::text);
    if (added.annotations().isEmpty()) {
      return digest.equals(Optional.of(added.digest().toString())) && isUnnamed(entry);
    }
    return Stream.of(LayoutIndex.REF_NAME, LayoutIndex.CONTAINERD_NAME)
        .anyMatch(key ->
            annotation(entry, key)
                .filter(value -> value.equals(added.annotations().get(key)))
                .isPresent());
  }

  private static boolean isUnnamed(Json entry) {
    return annotation(entry, LayoutIndex.REF_NAME).isEmpty()
        && annotation(entry, LayoutIndex.CONTAINERD_NAME).isEmpty();
  }

  private static Optional<String> annotation(Json entry, String key) {
    return entry.member("annotations").flatMap(all -> all.member(key)).flatMap(Json::text);
  }

  /// Unless `finish` returned, removes what was put.
  @Override
  public void close() throws IOException {
    files.discard();
  }
}
