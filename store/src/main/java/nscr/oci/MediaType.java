package nscr.oci;

/// A media type without parameters, such as `application/vnd.oci.image.manifest.v1+json`.
///
/// Spec: RFC 6838 §4.2, as the image spec asks of every `mediaType`.
public record MediaType(String value) {
  /// Of each of its two names.
  private static final int LONGEST = 127;

  public static final MediaType IMAGE_MANIFEST =
      new MediaType("application/vnd.oci.image.manifest.v1+json");
  public static final MediaType IMAGE_INDEX =
      new MediaType("application/vnd.oci.image.index.v1+json");
  public static final MediaType IMAGE_CONFIG =
      new MediaType("application/vnd.oci.image.config.v1+json");
  public static final MediaType EMPTY = new MediaType("application/vnd.oci.empty.v1+json");
  public static final MediaType LAYER_TAR = new MediaType("application/vnd.oci.image.layer.v1.tar");
  public static final MediaType LAYER_GZIP =
      new MediaType("application/vnd.oci.image.layer.v1.tar+gzip");
  public static final MediaType LAYER_ZSTD =
      new MediaType("application/vnd.oci.image.layer.v1.tar+zstd");
  public static final MediaType DOCKER_MANIFEST =
      new MediaType("application/vnd.docker.distribution.manifest.v2+json");
  public static final MediaType DOCKER_MANIFEST_LIST =
      new MediaType("application/vnd.docker.distribution.manifest.list.v2+json");
  public static final MediaType DOCKER_CONFIG =
      new MediaType("application/vnd.docker.container.image.v1+json");
  public static final MediaType DOCKER_FOREIGN_LAYER =
      new MediaType("application/vnd.docker.image.rootfs.foreign.diff.tar.gzip");
  public static final MediaType OCTET_STREAM = new MediaType("application/octet-stream");

  public MediaType {
    int slash = value.indexOf('/');
    if (slash < 0 || !isName(value, 0, slash) || !isName(value, slash + 1, value.length())) {
      throw new OciException(ErrorCode.MANIFEST_INVALID, "invalid media type " + Quoted.of(value));
    }
  }

  private static boolean isName(String text, int from, int to) {
    if (from == to || to - from > LONGEST || !isWord(text.charAt(from))) {
      return false;
    }
    for (int i = from + 1; i < to; i++) {
      char c = text.charAt(i);
      if (!isWord(c) && "!#$&^_.+-".indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean isWord(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
  }

  /// Reads a `Content-Type`: parameters such as `;charset=utf-8` are dropped.
  ///
  /// @throws OciException MANIFEST_INVALID when what is left is no media type
  public static MediaType parse(String contentType) {
    int semicolon = contentType.indexOf(';');
    return new MediaType(
        (semicolon < 0 ? contentType : contentType.substring(0, semicolon)).strip());
  }

  /// Whether content of this type is a manifest: an image manifest or an image index, OCI's or
  /// Docker's.
  public boolean isManifest() {
    return isImageManifest() || isIndex();
  }

  /// Whether this is OCI's image manifest or Docker's schema 2 manifest.
  public boolean isImageManifest() {
    return equals(IMAGE_MANIFEST) || equals(DOCKER_MANIFEST);
  }

  /// Whether this is OCI's image index or Docker's manifest list.
  public boolean isIndex() {
    return equals(IMAGE_INDEX) || equals(DOCKER_MANIFEST_LIST);
  }

  /// Whether registries need not have content of this type: layers that their licence forbids to
  /// distribute.
  ///
  /// Spec: image-spec "Non-Distributable Layers"; Docker's foreign layers are the same thing.
  public boolean isNonDistributable() {
    return equals(DOCKER_FOREIGN_LAYER)
        || value.startsWith("application/vnd.oci.image.layer.nondistributable.");
  }

  @Override
  public String toString() {
    return value;
  }
}
