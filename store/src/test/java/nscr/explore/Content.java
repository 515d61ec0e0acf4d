package nscr.explore;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nscr.oci.Descriptor;
import nscr.oci.Digest;
import nscr.oci.Manifest;
import nscr.oci.MediaType;

/// The content that is pushed about: few things, because few suffice to get in each other's way.
enum Content {
  /// A blob that every image needs.
  D,
  /// A blob that only `Z` needs.
  E,
  /// Content of one blob, and one of two.
  X(D),
  Y(D),
  Z(D, E),
  /// An image one of whose layers has the bytes of a manifest.
  W(D, X),
  /// An index of an image, one of two images that share a blob, and one of an index.
  I(X),
  J(X, Y),
  K(I),
  /// Of `X`, without anything of its own, and a referrer of that.
  F(Optional.of(X)),
  G(Optional.of(F));

  private final byte[] content;
  private final MediaType mediaType;
  private final Digest digest;

  /// A blob.
  Content() {
    this.content = name().getBytes(StandardCharsets.US_ASCII);
    this.mediaType = MediaType.OCTET_STREAM;
    this.digest = Digest.of(content);
  }

  /// An image of blobs, or an index of manifests.
  Content(Content... children) {
    boolean index = children[0].mediaType.isManifest();
    List<Map<String, Object>> described =
        java.util.Arrays.stream(children).map(child -> child.descriptor().toJson()).toList();
    this.mediaType = index ? MediaType.IMAGE_INDEX : MediaType.IMAGE_MANIFEST;
    this.content =
        index
            ? json(Map.of("manifests", described))
            : json(
                Map.of(
                    "config", described.get(0), "layers", described.subList(1, described.size())));
    this.digest = Digest.of(content);
  }

  /// A referrer.
  Content(Optional<Content> subject) {
    this.mediaType = MediaType.IMAGE_INDEX;
    this.content =
        json(
            Map.of("manifests", List.of(), "subject", subject.orElseThrow().descriptor().toJson()));
    this.digest = Digest.of(content);
  }

  private byte[] json(Map<String, Object> members) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("schemaVersion", 2);
    all.put("mediaType", mediaType);
    all.put("annotations", Map.of("name", name()));
    all.putAll(new java.util.TreeMap<>(members));
    return nscr.oci.Json.write(all);
  }

  byte[] content() {
    return content;
  }

  MediaType mediaType() {
    return mediaType;
  }

  Digest digest() {
    return digest;
  }

  Descriptor descriptor() {
    return Descriptor.of(mediaType, content);
  }

  /// What the manifest says.
  Manifest manifest() {
    return Manifest.parse(Optional.of(mediaType), content);
  }

  /// The content that has this digest.
  static Optional<Content> find(Digest digest) {
    return java.util.Arrays.stream(values())
        .filter(content -> content.digest.equals(digest))
        .findFirst();
  }

  /// `text` with names for digests.
  static String named(String text) {
    String named = text;
    for (Content content : values()) {
      named = named.replace(content.digest().toString(), content.name());
    }
    return named;
  }
}
