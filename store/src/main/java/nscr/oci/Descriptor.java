package nscr.oci;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// What one piece of content says of another: its type, digest and size, and what helps to choose
/// it.
///
/// Spec: image-spec "OCI Content Descriptors". `data` is not kept: the bytes themselves are the
/// content's, not the descriptor's, and manifests are never rewritten. `size` is in bytes.
public record Descriptor(
    MediaType mediaType,
    Digest digest,
    long size,
    Optional<Platform> platform,
    Optional<String> artifactType,
    Map<String, String> annotations,
    List<String> urls) {

  public Descriptor {
    Objects.requireNonNull(mediaType);
    Objects.requireNonNull(digest);
    Objects.requireNonNull(platform);
    Objects.requireNonNull(artifactType);
    annotations = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
    urls = List.copyOf(urls);
    if (size < 0) {
      throw new OciException(
          ErrorCode.MANIFEST_INVALID, "the size of " + digest + " is negative: " + size);
    }
  }

  /// A descriptor that says only what it must.
  public static Descriptor of(MediaType mediaType, Digest digest, long size) {
    return new Descriptor(
        mediaType, digest, size, Optional.empty(), Optional.empty(), Map.of(), List.of());
  }

  /// The descriptor of `content` by sha256.
  public static Descriptor of(MediaType mediaType, byte[] content) {
    return of(mediaType, Digest.of(content), content.length);
  }

  /// Reads a descriptor out of a manifest.
  ///
  /// @throws OciException MANIFEST_INVALID or DIGEST_INVALID, naming `where`
  public static Descriptor parse(Json json, String where) {
    MediaType mediaType =
        json.member("mediaType")
            .flatMap(Json::text)
            .map(MediaType::new)
            .orElse(MediaType.OCTET_STREAM);
    String digest =
        json.member("digest")
            .flatMap(Json::text)
            .orElseThrow(() -> invalid(where + " has no digest"));
    long size =
        json.member("size")
            .orElseThrow(() -> invalid(where + " has no size"))
            .integer()
            .orElseThrow(() -> invalid(where + " has a size that is no integer"));
    return new Descriptor(
        mediaType,
        Digest.parse(digest),
        size,
        json.member("platform").flatMap(Descriptor::platform),
        json.member("artifactType").flatMap(Json::text),
        annotations(json, where),
        json.member("urls").map(Json::elements).orElse(List.of()).stream()
            .flatMap(u -> u.text().stream())
            .toList());
  }

  /// Reads the `annotations` of `json`; none when there are none.
  static Map<String, String> annotations(Json json, String where) {
    Map<String, String> annotations = new LinkedHashMap<>();
    json.member("annotations")
        .map(Json::members)
        .orElse(Map.of())
        .forEach((key, value) ->
            annotations.put(
                key,
                value
                    .text()
                    .orElseThrow(() ->
                        invalid(
                            "annotation " + Quoted.of(key) + " of " + where + " is no string"))));
    return annotations;
  }

  private static Optional<Platform> platform(Json json) {
    Optional<String> os = json.member("os").flatMap(Json::text);
    Optional<String> architecture = json.member("architecture").flatMap(Json::text);
    return os.isEmpty() || architecture.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Platform(
                os.get(),
                architecture.get(),
                json.member("variant").flatMap(Json::text).filter(v -> !v.isEmpty()),
                json.member("os.version").flatMap(Json::text)));
  }

  /// This descriptor with other annotations.
  public Descriptor withAnnotations(Map<String, String> other) {
    return new Descriptor(mediaType, digest, size, platform, artifactType, other, urls);
  }

  /// The descriptor as the spec writes it, ready for [Json#write].
  public Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("mediaType", mediaType);
    json.put("digest", digest);
    json.put("size", size);
    json.put("urls", urls.isEmpty() ? Optional.empty() : urls);
    json.put("annotations", annotations.isEmpty() ? Optional.empty() : annotations);
    json.put("artifactType", artifactType);
    json.put("platform", platform.map(Descriptor::toJson));
    return json;
  }

  private static Map<String, Object> toJson(Platform platform) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("architecture", platform.architecture());
    json.put("os", platform.os());
    json.put("os.version", platform.osVersion());
    json.put("variant", platform.variant());
    return json;
  }

  private static OciException invalid(String message) {
    return new OciException(ErrorCode.MANIFEST_INVALID, message);
  }
}
