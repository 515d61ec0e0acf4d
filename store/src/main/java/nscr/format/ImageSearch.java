package nscr.format;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import nscr.content.ContentException;
import nscr.oci.Json;
import nscr.oci.Manifest;
import nscr.oci.OciException;

/// Finds the images in a tree of files, whatever the format and the directory.
///
/// In a directory, `oci-layout` means an OCI image layout; else a `manifest.json` that is an array
/// means a docker-archive, and one that is a manifest means skopeo's `dir:`. A layout comes first
/// because its manifests are the exact ones, where docker's `manifest.json` only lists parts.
/// Nothing is looked for below a directory where something was found.
final class ImageSearch {
  private static final Set<String> MARKS =
      Set.of("oci-layout", "index.json", "manifest.json", "repositories");

  private final FileTree tree;
  private final LayerStore layers;
  private final Optional<ArchiveForm> expected;

  /// @param expected the only form that is taken, when somebody said it
  ImageSearch(FileTree tree, LayerStore layers, Optional<ArchiveForm> expected) {
    this.tree = tree;
    this.layers = layers;
    this.expected = expected;
  }

  /// @return at least one image
  /// @throws ContentException when there is none, saying what is there
  List<ArchivedImage> images() throws IOException {
    List<ArchivedImage> images = new ArrayList<>();
    List<String> places = new ArrayList<>();
    if (!has("", "oci-layout") && !has("", "manifest.json")) {
      RootFileSystem.refuse(tree.name(), tree.top());
    }
    for (String directory : tree.holding(MARKS)) {
      if (places.stream().noneMatch(place -> ArchivePath.isWithin(place, directory))) {
        List<ArchivedImage> found = in(directory);
        images.addAll(found);
        if (!found.isEmpty()) {
          places.add(directory);
        }
      }
    }
    if (images.isEmpty()) {
      throw nothing();
    }
    tree.verify();
    return images;
  }

  private List<ArchivedImage> in(String directory) throws IOException {
    if (has(directory, "oci-layout")) {
      if (!(isExpected(ArchiveForm.DOCKER_ARCHIVE) && has(directory, "manifest.json"))) {
        expect(ArchiveForm.OCI_LAYOUT);
      }
      return new OciLayoutImages(tree, directory).images();
    }
    Optional<TreeFile> manifest = tree.find(ArchivePath.join(directory, "manifest.json"));
    if (manifest.isEmpty()) {
      return List.of();
    }
    // Below the top, a file of that common name may be anything, unless skopeo's mark is beside it.
    boolean certain = directory.isEmpty() || has(directory, SkopeoDirectoryImages.VERSION);
    if (!certain && manifest.get().size() > Manifest.LARGEST) {
      return List.of();
    }
    byte[] bytes = manifest.get().small(tree.name());
    try {
      Json json = Json.parse(bytes);
      if (json.isArray() && (certain || DockerArchiveImages.isList(json))) {
        expect(ArchiveForm.DOCKER_ARCHIVE);
        return new DockerArchiveImages(tree, directory, layers).images(json);
      }
      Manifest.parse(Optional.empty(), bytes);
    } catch (OciException e) {
      if (certain) {
        throw new ContentException(
            tree.name() + ": " + manifest.get().path() + ": " + e.getMessage(), e);
      }
      return List.of();
    }
    expect(ArchiveForm.SKOPEO_DIRECTORY);
    return new SkopeoDirectoryImages(tree, directory).images(bytes);
  }

  private boolean isExpected(ArchiveForm form) {
    return expected.equals(Optional.of(form));
  }

  private void expect(ArchiveForm found) throws ContentException {
    if (expected.isPresent() && !isExpected(found)) {
      throw new ContentException(
          tree.name() + ": it is " + found.spoken() + ", not " + expected.get().spoken());
    }
  }

  private boolean has(String directory, String file) throws IOException {
    return tree.find(ArchivePath.join(directory, file)).isPresent();
  }

  private ContentException nothing() throws IOException {
    String why = "there is neither an oci-layout nor a manifest.json in it (" + seen() + ")";
    if (has("", "index.json")) {
      why = "it has an index.json, but no oci-layout beside it";
    } else if (has("", "repositories")) {
      why =
          "it is a docker-archive of Docker before 1.10, without manifest.json; load it into a"
              + " current docker and save it again";
    }
    return new ContentException(tree.name() + ": no image found: " + why);
  }

  private String seen() throws IOException {
    return tree.top().isEmpty() ? "it is empty" : "found " + String.join(", ", tree.top()) + ", …";
  }
}
