package nscr.format;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import nscr.content.ContentException;
import nscr.oci.Descriptor;
import nscr.oci.Digest;
import nscr.oci.ImageReference;
import nscr.oci.Manifest;

/// The manifests that were put into a sink: enough of them to tell referrers from images.
final class PutManifests {
  private final Map<Digest, Optional<Digest>> subjects = new HashMap<>();

  /// A manifest that was read.
  record Read(Manifest manifest, byte[] bytes) {}

  /// Reads a manifest that is being put, to its end.
  ///
  /// @throws ContentException when it is none, or too large
  Read read(Descriptor descriptor, InputStream content) throws IOException {
    String name = descriptor.digest().toString();
    if (descriptor.size() > Manifest.LARGEST) {
      throw TreeFile.tooLarge("manifest", name, descriptor.size());
    }
    byte[] bytes = content.readNBytes((int) descriptor.size());
    if (bytes.length < descriptor.size() || content.read() >= 0) {
      throw new ContentException(
          "manifest " + name + " does not have " + descriptor.size() + " bytes");
    }
    Manifest manifest =
        ContentParser.parse(
            "manifest " + name, () -> Manifest.parse(Optional.of(descriptor.mediaType()), bytes));
    subjects.put(descriptor.digest(), manifest.subject().map(Descriptor::digest));
    return new Read(manifest, bytes);
  }

  /// Whether a name is one by digest for a manifest whose subject is here too: it is reached
  /// through that.
  boolean isMereReferrer(Descriptor manifest, ImageReference name) {
    return name.reference().filter(Digest.class::isInstance).isPresent()
        && subjects
            .getOrDefault(manifest.digest(), Optional.empty())
            .filter(subjects::containsKey)
            .isPresent();
  }
}
