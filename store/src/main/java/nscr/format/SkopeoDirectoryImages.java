package nscr.format;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nscr.content.ContentException;
import nscr.oci.Descriptor;
import nscr.oci.Digest;
import nscr.oci.DigestAlgorithm;
import nscr.oci.Manifest;
import nscr.oci.MediaType;
import nscr.oci.OciException;
import nscr.oci.Quoted;

/// The image of skopeo's `dir:`: `manifest.json`, blobs named by the hexadecimal part of their
/// digests, and, for an index, `<hex>.manifest.json` for what it lists. Further such files that
/// have a subject are referrers.
///
/// The format has no place for a name. `skopeo sync` makes a tree of such directories named
/// `alpine:3`, or `registry.example/library/alpine:3` when told `--scoped`; the names are then
/// taken from the path.
final class SkopeoDirectoryImages {
  static final String VERSION = "version";
  static final String VERSION_TEXT = "Directory Transport Version: 1.";
  static final String MANIFEST_SUFFIX = ".manifest.json";

  private final FileTree tree;
  private final String directory;
  private final String where;
  private final ArchiveContent content;
  private Optional<Digest> root = Optional.empty();

  SkopeoDirectoryImages(FileTree tree, String directory) {
    this.tree = tree;
    this.directory = directory;
    this.where = tree.name() + (directory.isEmpty() ? "" : ": " + directory);
    this.content = new ArchiveContent(where, this::find);
  }

  /// @param manifest the content of `manifest.json`
  List<ArchivedImage> images(byte[] manifest) throws IOException {
    checkVersion();
    Descriptor unsure = Descriptor.of(MediaType.OCTET_STREAM, manifest);
    root = Optional.of(unsure.digest());
    Manifest parsed = content.manifest(unsure);
    noteReferrers();
    Descriptor found = Descriptor.of(parsed.mediaType(), manifest);
    return List.of(new ArchivedImage(found, names(), Map.of(), where, content));
  }

  private void checkVersion() throws IOException {
    Optional<TreeFile> version = tree.find(ArchivePath.join(directory, VERSION));
    if (version.isPresent()) {
      String text = new String(version.get().small(where), StandardCharsets.UTF_8);
      if (!text.startsWith(VERSION_TEXT)) {
        throw new ContentException(
            where + ": its version is not known: " + Quoted.of(text.strip()));
      }
    }
  }

  private void noteReferrers() throws IOException {
    for (String file : tree.list(directory)) {
      if (file.endsWith(MANIFEST_SUFFIX)) {
        Optional<Digest> digest =
            digest(file.substring(0, file.length() - MANIFEST_SUFFIX.length()));
        Optional<TreeFile> found = tree.find(ArchivePath.join(directory, file));
        if (digest.isPresent() && found.isPresent()) {
          content.manifest(Descriptor.of(MediaType.OCTET_STREAM, digest.get(), found.get().size()));
        }
      }
    }
  }

  /// The name of the file with the content of `digest`: its hexadecimal part, with the algorithm
  /// before it unless it is sha256.
  static String fileName(Digest digest) {
    return digest.algorithm() == DigestAlgorithm.SHA256
        ? digest.hex()
        : digest.algorithm().label() + "-" + digest.hex();
  }

  private static Optional<Digest> digest(String fileName) {
    try {
      return Optional.of(
          fileName.contains("-")
              ? Digest.parse(fileName.replaceFirst("-", ":"))
              : new Digest(DigestAlgorithm.SHA256, fileName));
    } catch (OciException _) {
      return Optional.empty();
    }
  }

  private Optional<TreeFile> find(Digest digest) throws IOException {
    if (root.equals(Optional.of(digest))) {
      return tree.find(ArchivePath.join(directory, "manifest.json"));
    }
    String path = ArchivePath.join(directory, fileName(digest));
    Optional<TreeFile> blob = tree.find(path);
    return blob.isPresent() ? blob : tree.find(path + MANIFEST_SUFFIX);
  }

  private List<String> names() {
    List<String> parts = List.of(directory.split("/"));
    String last = parts.getLast();
    if (!last.contains(":") && !last.contains("@")) {
      return List.of();
    }
    int host = 0;
    while (host < parts.size() - 1 && !ImageName.isHost(parts.get(host))) {
      host++;
    }
    return List.of(String.join("/", parts.subList(host, parts.size())));
  }
}
