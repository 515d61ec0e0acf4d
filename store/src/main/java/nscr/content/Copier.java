package nscr.content;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import nscr.oci.Descriptor;
import nscr.oci.Digest;
import nscr.oci.ImageIndex;
import nscr.oci.ImageReference;
import nscr.oci.Manifest;
import nscr.oci.OciException;
import nscr.oci.Platform;

/// Moves images from a source to a sink: the only way content moves.
///
/// A manifest is put after everything it needs, each piece once, and its referrers, if wanted,
/// after it. Non-distributable layers that the source does not have are left out. One thread at a
/// time.
public final class Copier {
  private static final int DEEPEST = 32;

  private final ContentSource source;
  private final ContentSink sink;
  private final boolean referrers;
  private final Set<Digest> copied = new HashSet<>();

  /// @param referrers whether what refers to an image, and to any part of it, comes along
  public Copier(ContentSource source, ContentSink sink, boolean referrers) {
    this.source = source;
    this.sink = sink;
    this.referrers = referrers;
  }

  /// Copies an image or index with all it needs, and names it.
  ///
  /// @throws ContentException when the source's content is missing or wrong
  public void copy(Descriptor root, ImageReference name) throws IOException {
    manifest(root, name, 0);
    sink.tag(root, name);
  }

  private void manifest(Descriptor descriptor, ImageReference name, int depth) throws IOException {
    if (depth > DEEPEST) {
      throw new ContentException(
          descriptor.digest() + " is more than " + DEEPEST + " indexes deep");
    }
    if (!copied.add(descriptor.digest())) {
      return;
    }
    Manifest manifest = read(source, descriptor);
    for (Descriptor child : manifest.children()) {
      if (manifest instanceof ImageIndex && child.mediaType().isManifest()) {
        manifest(child, name, depth + 1);
      } else {
        blob(child);
      }
    }
    try (InputStream content = source.open(descriptor)) {
      sink.put(descriptor, content);
    }
    if (referrers) {
      for (Descriptor referrer : source.referrers(descriptor.digest())) {
        if (!copied.contains(referrer.digest())) {
          manifest(referrer, name, depth + 1);
          sink.tag(referrer, ImageReference.of(name.repository(), referrer.digest()));
        }
      }
    }
  }

  private void blob(Descriptor blob) throws IOException {
    if (!copied.add(blob.digest())) {
      return;
    }
    source.permit(blob.digest());
    if (sink.has(blob)) {
      return;
    }
    if (blob.mediaType().isNonDistributable() && !source.has(blob.digest())) {
      return;
    }
    try (InputStream content = source.open(blob)) {
      sink.put(blob, content);
    }
  }

  /// Reads and parses a manifest of `source`.
  ///
  /// @throws ContentException when it is no manifest, or larger than [Manifest#LARGEST]
  public static Manifest read(ContentSource source, Descriptor descriptor) throws IOException {
    if (descriptor.size() > Manifest.LARGEST) {
      throw new ContentException(
          "manifest "
              + descriptor.digest()
              + " has "
              + descriptor.size()
              + " bytes, more than the "
              + Manifest.LARGEST
              + " allowed");
    }
    byte[] bytes;
    // A source's own refusal, as of what was removed since, is no fault of the content.
    try (InputStream content = source.open(descriptor)) {
      bytes = content.readNBytes(Manifest.LARGEST + 1);
    }
    try {
      return Manifest.parse(Optional.of(descriptor.mediaType()), bytes);
    } catch (OciException e) {
      throw new ContentException("manifest " + descriptor.digest() + ": " + e.getMessage(), e);
    }
  }

  /// What someone who wants `platform` means by `root`: `root` itself when it is one image, or the
  /// image for that platform that the index lists first, looking into nested indexes.
  ///
  /// @return empty when an index has nothing for the platform
  public static Optional<Descriptor> resolve(
      ContentSource source, Descriptor root, Platform platform) throws IOException {
    return resolve(source, root, platform, 0);
  }

  private static Optional<Descriptor> resolve(
      ContentSource source, Descriptor root, Platform platform, int depth) throws IOException {
    if (depth > DEEPEST) {
      throw new ContentException(root.digest() + " is more than " + DEEPEST + " indexes deep");
    }
    if (!(read(source, root) instanceof ImageIndex index)) {
      return Optional.of(root);
    }
    List<Descriptor> manifests = index.manifests();
    for (Descriptor child : manifests) {
      if (child.mediaType().isImageManifest()
          && child.platform().filter(platform::accepts).isPresent()) {
        return Optional.of(child);
      }
    }
    for (Descriptor child : manifests) {
      if (child.mediaType().isIndex()) {
        Optional<Descriptor> found = resolve(source, child, platform, depth + 1);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }
}
