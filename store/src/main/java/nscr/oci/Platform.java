package nscr.oci;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// What an image runs on: operating system, architecture and, for some, a variant.
///
/// Spec: image-spec "Image Index", `platform`. `osVersion` tells Windows images apart.
public record Platform(
    String os, String architecture, Optional<String> variant, Optional<String> osVersion) {

  public Platform {
    Objects.requireNonNull(os);
    Objects.requireNonNull(architecture);
    Objects.requireNonNull(variant);
    Objects.requireNonNull(osVersion);
  }

  /// Reads `os/architecture[/variant]` as docker spells it.
  ///
  /// @throws OciException UNSUPPORTED when it has another form
  public static Platform parse(String text) {
    List<String> parts = List.of(text.split("/", -1));
    if (parts.size() < 2 || parts.size() > 3 || parts.stream().anyMatch(String::isBlank)) {
      throw new OciException(
          ErrorCode.UNSUPPORTED,
          "invalid platform "
              + Quoted.of(text)
              + ": expected os/architecture[/variant], such as linux/arm64");
    }
    Optional<String> variant = parts.size() == 3 ? Optional.of(parts.get(2)) : Optional.empty();
    return new Platform(parts.get(0), parts.get(1), variant, Optional.empty());
  }

  /// The platform this program runs on, in the spec's (Go's) words.
  public static Platform host() {
    String os = System.getProperty("os.name").toLowerCase(java.util.Locale.ROOT);
    String architecture =
        switch (System.getProperty("os.arch")) {
          case "amd64", "x86_64" -> "amd64";
          case "aarch64" -> "arm64";
          case String other -> other;
        };
    String name = os.startsWith("mac") ? "darwin" : os.startsWith("windows") ? "windows" : os;
    return new Platform(name, architecture, Optional.empty(), Optional.empty());
  }

  /// Whether content for `offered` is what someone asking for this platform wants: what this one
  /// leaves out, such as a variant, matches anything.
  public boolean accepts(Platform offered) {
    return os.equals(offered.os)
        && architecture.equals(offered.architecture)
        && (variant.isEmpty() || variant.equals(offered.variant) || isArm64V8(offered));
  }

  private boolean isArm64V8(Platform offered) {
    return architecture.equals("arm64")
        && variant.equals(Optional.of("v8"))
        && offered.variant.isEmpty();
  }

  /// `os/architecture[/variant]`.
  @Override
  public String toString() {
    return os + "/" + architecture + variant.map(v -> "/" + v).orElse("");
  }
}
