package nscr.format;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nscr.content.ContentException;
import nscr.oci.Descriptor;
import nscr.oci.Digest;
import nscr.oci.ErrorCode;
import nscr.oci.Json;
import nscr.oci.MediaType;
import nscr.oci.OciException;
import nscr.oci.Quoted;

/// The images of a docker-archive: what `docker save` has written since Docker 1.10.
///
/// Such an archive has no manifests, so each image gets one, the same every time, and the same that
/// Docker itself writes since version 25: compact JSON with the members `schemaVersion` 2,
/// `mediaType` (OCI's image manifest), `config` and `layers`, each descriptor being `mediaType`,
/// `digest` (sha256), `size`. The config is the file that is there, as OCI's image config; the
/// layers are those of [LayerStore].
///
/// Form: `manifest.json` is an array of `{Config, RepoTags, Layers, LayerSources}`. `LayerSources`
/// maps a `diff_id` to the descriptor of a layer to be had elsewhere; it is used for a layer whose
/// file is not in the archive.
final class DockerArchiveImages {
  private static final Pattern HEX = Pattern.compile("(?:^|[/:])([0-9a-f]{64})(?:\\.json)?$");
  private static final String OCI_FOREIGN =
      "application/vnd.oci.image.layer.nondistributable.v1.tar";

  private final FileTree tree;
  private final String directory;
  private final String where;
  private final LayerStore layers;
  private final Map<Digest, TreeFile> blobs = new HashMap<>();
  private final Map<String, Verified> verified = new HashMap<>();
  private final ArchiveContent content;

  /// A layer file is verified once, however many images share it.
  private record Verified(Digest diffId, Descriptor descriptor) {}

  DockerArchiveImages(FileTree tree, String directory, LayerStore layers) {
    this.tree = tree;
    this.directory = directory;
    this.where = tree.name() + (directory.isEmpty() ? "" : ": " + directory);
    this.layers = layers;
    this.content = new ArchiveContent(where, digest -> Optional.ofNullable(blobs.get(digest)));
  }

  /// Whether a `manifest.json`, of which nothing is known, is that of a docker-archive.
  static boolean isList(Json json) {
    return !json.elements().isEmpty()
        && json.elements().stream().allMatch(element -> element.member("Config").isPresent());
  }

  /// @return at least one image
  List<ArchivedImage> images(Json list) throws IOException {
    Map<Digest, ArchivedImage> images = new LinkedHashMap<>();
    for (Json element : list.elements()) {
      ArchivedImage image = image(element);
      images.merge(image.root().digest(), image, DockerArchiveImages::merge);
    }
    if (images.isEmpty()) {
      throw new ContentException(where + ": manifest.json lists no image");
    }
    return List.copyOf(images.values());
  }

  private static ArchivedImage merge(ArchivedImage one, ArchivedImage same) {
    List<String> names = new ArrayList<>(one.names());
    names.addAll(same.names());
    return new ArchivedImage(one.root(), names, one.companions(), one.where(), one.content());
  }

  private ArchivedImage image(Json element) throws IOException {
    String configPath = text(element.member("Config"), "Config");
    TreeFile configFile = file(configPath);
    byte[] bytes = configFile.small(where);
    Descriptor config = Descriptor.of(MediaType.IMAGE_CONFIG, bytes);
    checkName(configPath, config.digest());
    blobs.put(config.digest(), configFile);
    List<Digest> diffIds = diffIds(bytes, configPath);
    List<Json> paths = element.member("Layers").map(Json::elements).orElse(List.of());
    if (paths.size() != diffIds.size()) {
      throw new ContentException(
          where
              + ": manifest.json lists "
              + paths.size()
              + " layers for "
              + configPath
              + ", which has "
              + diffIds.size()
              + " diff_ids");
    }
    List<Descriptor> descriptors = new ArrayList<>();
    for (int i = 0; i < paths.size(); i++) {
      descriptors.add(layer(text(Optional.of(paths.get(i)), "Layers"), diffIds.get(i), element));
    }
    Descriptor root = manifest(config, descriptors);
    return new ArchivedImage(root, names(element), Map.of(), where, content);
  }

  private static List<String> names(Json element) {
    return element.member("RepoTags").map(Json::elements).orElse(List.of()).stream()
        .flatMap(tag -> tag.text().stream())
        .filter(tag -> !tag.startsWith("<none>"))
        .toList();
  }

  private List<Digest> diffIds(byte[] config, String path) throws ContentException {
    return ContentParser.parse(
        where + ": " + path,
        () ->
            Json.parse(config)
                .member("rootfs")
                .orElseThrow(invalid("it is no image config: it has no rootfs"))
                .member("diff_ids")
                // An image of nothing at all has none.
                .map(Json::elements)
                .orElse(List.of())
                .stream()
                .map(id -> Digest.parse(id.text().orElseThrow(invalid("a diff_id is no string"))))
                .toList());
  }

  private static Supplier<OciException> invalid(String why) {
    return () -> new OciException(ErrorCode.MANIFEST_INVALID, why);
  }

  private Descriptor layer(String path, Digest diffId, Json element) throws IOException {
    Verified known = verified.get(path);
    if (known != null && known.diffId.equals(diffId)) {
      return known.descriptor;
    }
    Optional<TreeFile> file = find(path);
    if (file.isEmpty()) {
      return elsewhere(diffId, element)
          .orElseThrow(
              () -> new ContentException(where + ": the layer " + Quoted.of(path) + " is missing"));
    }
    LayerStore.Layer layer = layers.layer(file.get(), diffId, where + ": " + file.get().path());
    blobs.put(layer.descriptor().digest(), layer.file());
    verified.put(path, new Verified(diffId, layer.descriptor()));
    return layer.descriptor();
  }

  private Optional<Descriptor> elsewhere(Digest diffId, Json element) throws ContentException {
    Optional<Json> source =
        element.member("LayerSources").flatMap(sources -> sources.member(diffId.toString()));
    if (source.isEmpty()) {
      return Optional.empty();
    }
    String what = "the source of layer " + diffId;
    Descriptor found = ContentParser.parse(where, () -> Descriptor.parse(source.get(), what));
    return Optional.of(found)
        .filter(d -> d.mediaType().isNonDistributable())
        .map(d ->
            new Descriptor(
                foreign(d),
                d.digest(),
                d.size(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                d.urls()));
  }

  private static MediaType foreign(Descriptor source) {
    return source.mediaType().equals(MediaType.DOCKER_FOREIGN_LAYER)
        ? new MediaType(OCI_FOREIGN + "+gzip")
        : source.mediaType();
  }

  private Descriptor manifest(Descriptor config, List<Descriptor> descriptors) throws IOException {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("schemaVersion", 2);
    json.put("mediaType", MediaType.IMAGE_MANIFEST);
    json.put("config", config.toJson());
    json.put("layers", descriptors.stream().map(Descriptor::toJson).toList());
    byte[] bytes = Json.write(json);
    Descriptor manifest = Descriptor.of(MediaType.IMAGE_MANIFEST, bytes);
    blobs.put(manifest.digest(), layers.made(bytes));
    return manifest;
  }

  // Nothing else would notice damage to a config: the layers are verified against it.
  private void checkName(String path, Digest digest) throws ContentException {
    Matcher hex = HEX.matcher(path);
    if (hex.find() && !hex.group(1).equals(digest.hex())) {
      throw new ContentException(where + ": the image config " + path + " has digest " + digest);
    }
  }

  private TreeFile file(String path) throws IOException {
    return find(path)
        .orElseThrow(() ->
            new ContentException(where + ": the image config " + Quoted.of(path) + " is missing"));
  }

  private Optional<TreeFile> find(String path) throws IOException {
    return tree.find(
        ArchivePath.resolve(directory, path)
            .orElseThrow(() ->
                new ContentException(
                    where
                        + ": manifest.json names a file outside the archive: "
                        + Quoted.of(path))));
  }

  private String text(Optional<Json> json, String member) throws ContentException {
    return json.flatMap(Json::text)
        .orElseThrow(() ->
            new ContentException(where + ": " + member + " in manifest.json is no file name"));
  }
}
