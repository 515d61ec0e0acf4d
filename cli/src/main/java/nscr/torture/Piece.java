package nscr.torture;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import nscr.oci.Descriptor;
import nscr.oci.Digest;
import nscr.oci.MediaType;

/// A piece of content that everybody can make again: a blob, an image, an index, a referrer.
///
/// @param name what it is called in reports, such as `image3`
/// @param children what it needs, in the order it says so
/// @param subject what it refers to
record Piece(
    String name,
    MediaType mediaType,
    Digest digest,
    byte[] content,
    List<Piece> children,
    Optional<Piece> subject) {

  static Piece blob(String name, MediaType type, byte[] content) {
    return new Piece(name, type, Digest.of(content), content, List.of(), Optional.empty());
  }

  boolean isManifest() {
    return mediaType.isManifest();
  }

  Descriptor descriptor() {
    return Descriptor.of(mediaType, digest, content.length);
  }

  /// Everything it needs and itself, each once, what is needed before what needs it.
  List<Piece> closure() {
    Set<Digest> seen = new LinkedHashSet<>();
    List<Piece> all = new ArrayList<>();
    addTo(all, seen);
    return all;
  }

  private void addTo(List<Piece> all, Set<Digest> seen) {
    if (seen.add(digest)) {
      children.forEach(child -> child.addTo(all, seen));
      all.add(this);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
