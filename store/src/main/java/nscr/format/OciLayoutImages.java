package nscr.format;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nscr.content.ContentException;
import nscr.oci.Descriptor;
import nscr.oci.Digest;
import nscr.oci.DigestAlgorithm;
import nscr.oci.ImageIndex;
import nscr.oci.Json;
import nscr.oci.Manifest;
import nscr.oci.MediaType;
import nscr.oci.Quoted;
import nscr.oci.Tag;

/// The images of an OCI image layout.
///
/// Spec: image-spec "Image Layout". Every manifest listed in `index.json` is an image, with these
/// exceptions:
/// - one without a name whose subject is listed too, or is part of what is, is a referrer and is
///   reached through its subject;
/// - what cosign, or the referrers tag schema, attached to an image by a tag (`sha256-<hex>.sig`),
///   and what `cosign save` lists with an annotation `kind`, is a companion of that image;
/// - an index by the referrers tag schema that lists nothing but referrers only tells where these
///   are.
///
/// A manifest may be listed several times under several names. What is no manifest is left alone,
/// as the spec asks.
final class OciLayoutImages {
  private static final Map<String, String> COSIGN_KINDS =
      Map.of("sigs", ".sig", "atts", ".att", "sboms", ".sbom");

  private final FileTree tree;
  private final String directory;
  private final String where;
  private final ArchiveContent content;
  private final Map<Digest, Entry> entries = new LinkedHashMap<>();

  /// All that `index.json` says of one manifest; names and companions are added as they are found.
  private record Entry(
      Descriptor root, Manifest manifest, List<String> names, Map<Tag, Descriptor> companions) {}

  OciLayoutImages(FileTree tree, String directory) {
    this.tree = tree;
    this.directory = directory;
    this.where = tree.name() + (directory.isEmpty() ? "" : ": " + directory);
    this.content = new ArchiveContent(where, this::blob);
  }

  private Optional<TreeFile> blob(Digest digest) throws IOException {
    return tree.find(ArchivePath.join(directory, OciLayoutTar.path(digest)));
  }

  /// @return at least one image
  List<ArchivedImage> images() throws IOException {
    checkVersion(tree, directory, where);
    listed();
    Map<Digest, Entry> owners = owners();
    attachByTag(owners);
    entries.values().removeIf(entry -> isReferrer(entry, owners));
    if (entries.isEmpty()) {
      throw new ContentException(where + ": index.json lists no image");
    }
    return entries.values().stream()
        .map(e -> new ArchivedImage(e.root, e.names, e.companions, where, content))
        .toList();
  }

  /// @throws ContentException when the layout is not of version 1
  static void checkVersion(FileTree tree, String directory, String where) throws IOException {
    byte[] bytes = json(tree, directory, "oci-layout", where);
    Optional<String> version =
        ContentParser.parse(where + ": oci-layout", () -> Json.parse(bytes))
            .member("imageLayoutVersion")
            .flatMap(Json::text);
    if (version.filter(v -> v.startsWith("1.")).isEmpty()) {
      throw new ContentException(
          where
              + ": oci-layout has version "
              + version.map(Quoted::of).orElse("none")
              + "; only version 1 of image layouts is known");
    }
  }

  private static byte[] json(FileTree tree, String directory, String file, String where)
      throws IOException {
    return tree.find(ArchivePath.join(directory, file))
        .orElseThrow(() -> new ContentException(where + ": it has an oci-layout, but no " + file))
        .small(where);
  }

  private void listed() throws IOException {
    byte[] bytes = json(tree, directory, "index.json", where);
    Manifest index =
        ContentParser.parse(where + ": index.json", () -> Manifest.parse(Optional.empty(), bytes));
    if (!(index instanceof ImageIndex)) {
      throw new ContentException(where + ": index.json is not an image index");
    }
    Optional<Entry> last = Optional.empty();
    for (Descriptor descriptor : index.children()) {
      MediaType type = descriptor.mediaType();
      if (type.isManifest() || type.equals(MediaType.OCTET_STREAM)) {
        last = Optional.of(enter(descriptor, last));
      }
    }
  }

  /// @param last the image that was listed last: what `cosign save` puts after it belongs to it
  /// @return the image to be taken for the last one from now on
  private Entry enter(Descriptor listed, Optional<Entry> last) throws IOException {
    Optional<String> kind = cosignKind(listed);
    if (kind.isPresent() && last.isPresent()) {
      Entry image = last.get();
      image.companions.put(new Tag(digestTag(image.root.digest()) + kind.get()), listed);
      return image;
    }
    Entry entry = entries.get(listed.digest());
    if (entry == null) {
      Manifest manifest = content.manifest(listed);
      Descriptor root =
          new Descriptor(
              manifest.mediaType(),
              listed.digest(),
              listed.size(),
              listed.platform(),
              listed.artifactType(),
              listed.annotations(),
              listed.urls());
      entry = new Entry(root, manifest, new ArrayList<>(), new LinkedHashMap<>());
      entries.put(listed.digest(), entry);
    }
    name(listed).ifPresent(entry.names::add);
    return entry;
  }

  private static Optional<String> cosignKind(Descriptor listed) {
    String kind = listed.annotations().getOrDefault("kind", "");
    return Optional.ofNullable(COSIGN_KINDS.get(ArchivePath.last(kind)))
        .filter(_ -> kind.contains("/"));
  }

  private static Optional<String> name(Descriptor listed) {
    Optional<String> refName = Optional.ofNullable(listed.annotations().get(LayoutIndex.REF_NAME));
    Optional<String> containerd =
        Optional.ofNullable(listed.annotations().get(LayoutIndex.CONTAINERD_NAME));
    return refName
        .filter(ImageName::isUsable)
        .or(() -> containerd.filter(ImageName::isUsable))
        .or(() -> refName)
        .or(() -> containerd);
  }

  /// Which listed manifest each manifest is part of, itself included.
  private Map<Digest, Entry> owners() throws IOException {
    Map<Digest, Entry> owners = new HashMap<>();
    for (Entry entry : entries.values()) {
      own(entry, entry.root.digest(), entry.manifest, owners);
    }
    return owners;
  }

  private void own(Entry owner, Digest digest, Manifest manifest, Map<Digest, Entry> owners)
      throws IOException {
    owners.putIfAbsent(digest, owner);
    if (manifest instanceof ImageIndex index) {
      for (Descriptor child : index.manifests()) {
        boolean isNew = owners.putIfAbsent(child.digest(), owner) == null;
        if (isNew && child.mediaType().isIndex() && content.has(child.digest())) {
          own(owner, child.digest(), content.manifest(child), owners);
        }
      }
    }
  }

  private void attachByTag(Map<Digest, Entry> owners) throws IOException {
    for (Entry entry : List.copyOf(entries.values())) {
      for (String name : List.copyOf(entry.names)) {
        String tag = name.substring(name.lastIndexOf(':') + 1);
        Optional<Digest> subject = taggedSubject(tag);
        Optional<Entry> owner =
            subject.map(owners::get).filter(o -> o != entry && isInRepositoryOf(name, o));
        if (owner.isPresent()) {
          if (!isReferrersIndex(entry.manifest, subject.get(), tag)) {
            owner.get().companions.put(new Tag(tag), entry.root);
          }
          entry.names.remove(name);
          if (entry.names.isEmpty()) {
            entries.remove(entry.root.digest());
          }
        }
      }
    }
  }

  /// Whether a name is a mere tag, or a complete one of a repository the image is in too; one that
  /// is only known by a mere word may be in any.
  private static boolean isInRepositoryOf(String name, Entry image) {
    String repository = name.substring(0, name.lastIndexOf(':') + 1);
    return repository.isEmpty()
        || image.names.stream()
            .map(other -> other.substring(0, other.lastIndexOf(':') + 1))
            .anyMatch(other -> other.isEmpty() || other.equals(repository));
  }

  /// The digest in a tag such as `sha256-<hex>` or `sha256-<hex>.sig`.
  private static Optional<Digest> taggedSubject(String name) {
    String stem = name.split("\\.", 2)[0];
    for (DigestAlgorithm algorithm : DigestAlgorithm.values()) {
      String prefix = algorithm.label() + "-";
      if (Tag.isValid(name) && stem.matches(prefix + "[0-9a-f]{" + algorithm.hexLength() + "}")) {
        return Optional.of(new Digest(algorithm, stem.substring(prefix.length())));
      }
    }
    return Optional.empty();
  }

  private static String digestTag(Digest digest) {
    return digest.algorithm().label() + "-" + digest.hex();
  }

  /// Spec: distribution-spec "Referrers Tag Schema".
  private boolean isReferrersIndex(Manifest manifest, Digest subject, String name)
      throws IOException {
    if (!(manifest instanceof ImageIndex index) || !name.equals(digestTag(subject))) {
      return false;
    }
    boolean only = true;
    for (Descriptor child : index.manifests()) {
      Optional<Digest> of = content.manifest(child).subject().map(Descriptor::digest);
      only &= of.equals(Optional.of(subject));
    }
    return only;
  }

  private static boolean isReferrer(Entry entry, Map<Digest, Entry> owners) {
    return entry.names.isEmpty()
        && entry.manifest.subject().map(Descriptor::digest).filter(owners::containsKey).isPresent();
  }
}
