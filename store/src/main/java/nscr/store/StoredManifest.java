package nscr.store;

import nscr.oci.Descriptor;
import nscr.oci.Digest;
import nscr.oci.Manifest;
import nscr.oci.MediaType;

/// A manifest as the store has it: the exact bytes that were pushed, and the type they were pushed
/// as.
public record StoredManifest(MediaType mediaType, Digest digest, byte[] content) {

  public Descriptor descriptor() {
    return Descriptor.of(mediaType, digest, content.length);
  }

  /// What the bytes say.
  public Manifest parse() {
    return Manifest.parse(java.util.Optional.of(mediaType), content);
  }
}
