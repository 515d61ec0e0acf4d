package nscr.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import nscr.content.ContentSource;
import nscr.content.Copier;
import nscr.oci.Descriptor;
import nscr.oci.ErrorCode;
import nscr.oci.ImageIndex;
import nscr.oci.ImageManifest;
import nscr.oci.Manifest;
import nscr.oci.OciException;
import nscr.oci.Platform;

/// Which platforms an image is for, and the choice of one.
final class Platforms {
  static final String NONE = "unknown/unknown";
  private static final int DEEPEST = 32;

  private final ContentSource source;

  Platforms(ContentSource source) {
    this.source = source;
  }

  /// The image for `wanted` that `root` is or lists.
  ///
  /// @param called how messages call the root
  /// @throws OciException MANIFEST_UNKNOWN, naming the platforms there are
  Descriptor choose(Descriptor root, Platform wanted, String called) throws IOException {
    Optional<Descriptor> chosen =
        Copier.read(source, root) instanceof ImageManifest image
            ? ofImage(image).filter(wanted::accepts).map(_ -> root)
            : Copier.resolve(source, root, wanted);
    if (chosen.isEmpty()) {
      Set<String> offered = of(root);
      throw new OciException(
          ErrorCode.MANIFEST_UNKNOWN,
          called
              + " has no image for "
              + wanted
              + (offered.isEmpty() ? "" : "; it has " + String.join(", ", offered)));
    }
    return chosen.get();
  }

  /// The platforms that `root` is for or lists, in their order; those of attestations, which are
  /// for none, are left out.
  Set<String> of(Descriptor root) throws IOException {
    Set<String> platforms = new LinkedHashSet<>();
    collect(root, platforms, 0);
    platforms.remove(NONE);
    return platforms;
  }

  private void collect(Descriptor descriptor, Set<String> platforms, int depth) throws IOException {
    switch (Copier.read(source, descriptor)) {
      case ImageManifest image -> ofImage(image).map(Platform::toString).ifPresent(platforms::add);
      case ImageIndex index -> {
        for (Descriptor child : index.manifests()) {
          child.platform().map(Platform::toString).ifPresent(platforms::add);
          if (child.mediaType().isIndex() && depth < DEEPEST && source.has(child.digest())) {
            collect(child, platforms, depth + 1);
          }
        }
      }
    }
  }

  /// What the image's config says; empty when it is no config of an image.
  Optional<Platform> ofImage(ImageManifest image) throws IOException {
    Descriptor config = image.config();
    if (config.size() > Manifest.LARGEST || !source.has(config.digest())) {
      return Optional.empty();
    }
    try (var in = source.open(config)) {
      return Config.parse(in.readAllBytes()).platform();
    }
  }

  /// The manifests that `root` needs and the source does not have, wherever they are listed.
  List<Descriptor> missing(Descriptor root) throws IOException {
    List<Descriptor> missing = new ArrayList<>();
    missing(root, missing, 0);
    return missing;
  }

  private void missing(Descriptor descriptor, List<Descriptor> missing, int depth)
      throws IOException {
    if (!source.has(descriptor.digest())) {
      missing.add(descriptor);
    } else if (descriptor.mediaType().isIndex() && depth < DEEPEST) {
      for (Descriptor child : Copier.read(source, descriptor).children()) {
        if (child.mediaType().isManifest()) {
          missing(child, missing, depth + 1);
        }
      }
    }
  }
}
