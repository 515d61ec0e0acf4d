package nscr.format;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import nscr.oci.Digest;
import nscr.oci.ErrorCode;
import nscr.oci.ImageReference;
import nscr.oci.OciException;
import nscr.oci.Quoted;
import nscr.oci.Reference;
import nscr.oci.RepositoryName;
import nscr.oci.Tag;

/// The name an archive gives an image, such as `docker.io/library/alpine:3`, and what it is called
/// in a store.
///
/// As docker reads names, the part before the first `/` is a registry's host when it has a `.` or a
/// `:`, or is `localhost`. `docker.io/library/x` is `x`. A name with both a tag and a digest is
/// known by its tag. A name with neither has the tag `latest`.
///
/// @param path the repository, without the host
public record ImageName(
    Optional<String> host, String path, Optional<Tag> tag, Optional<Digest> digest) {
  private static final Tag LATEST = new Tag("latest");
  private static final String DOCKER_HUB = "docker.io";
  private static final Pattern KEPT_PORT = Pattern.compile("([a-z0-9.-]+)_([0-9]{1,5})");

  public ImageName {
    Objects.requireNonNull(host);
    Objects.requireNonNull(path);
    Objects.requireNonNull(tag);
    Objects.requireNonNull(digest);
  }

  /// Reads a name; the repository is not validated before it is used as one.
  ///
  /// @throws OciException NAME_INVALID, MANIFEST_INVALID (the tag) or DIGEST_INVALID
  public static ImageName parse(String text) {
    int at = text.indexOf('@');
    Optional<Digest> digest =
        at < 0 ? Optional.empty() : Optional.of(Digest.parse(text.substring(at + 1)));
    String name = at < 0 ? text : text.substring(0, at);
    int colon = name.lastIndexOf(':');
    Optional<Tag> tag = Optional.empty();
    if (colon > name.lastIndexOf('/')) {
      tag = Optional.of(new Tag(name.substring(colon + 1)));
      name = name.substring(0, colon);
    }
    int slash = name.indexOf('/');
    Optional<String> host =
        Optional.of(name.substring(0, Math.max(slash, 0)))
            .filter(ImageName::isHost)
            .map(ImageName::lowerCase);
    String path = host.isPresent() ? name.substring(slash + 1) : name;
    if (path.isEmpty()) {
      throw new OciException(
          ErrorCode.NAME_INVALID,
          "invalid image name " + Quoted.of(text) + ": it has no repository");
    }
    return new ImageName(host, path, tag, digest);
  }

  /// Whether `text` names a repository, and is not just a tag such as `1.0`.
  static boolean isComplete(String text) {
    return text.contains("/") || text.contains(":");
  }

  /// Whether `text` is a complete name that can be one in a store.
  static boolean isUsable(String text) {
    try {
      return isComplete(text) && parse(text).reference(false) != null;
    } catch (OciException _) {
      return false;
    }
  }

  static boolean isHost(String text) {
    return text.contains(".") || text.contains(":") || text.equals("localhost");
  }

  private static String lowerCase(String host) {
    return host.toLowerCase(Locale.ROOT).equals("index.docker.io")
        ? DOCKER_HUB
        : host.toLowerCase(Locale.ROOT);
  }

  /// What the image is called in a store: by tag or, when the name has a digest only, by that
  /// digest.
  ///
  /// A host that is kept becomes the first component of the repository's name. Its port is joined
  /// with `_`, as a colon is not allowed there and `_` not in a host's name: `127.0.0.1:5901/t/bb`
  /// is `127.0.0.1_5901/t/bb`.
  ///
  /// @throws OciException NAME_INVALID when the repository's name is not valid
  public ImageReference reference(boolean keepHost) {
    Reference reference = tag.<Reference>map(t -> t).or(() -> digest.map(d -> d)).orElse(LATEST);
    return ImageReference.of(new RepositoryName(repository(keepHost)), reference);
  }

  private String repository(boolean keepHost) {
    if (keepHost) {
      return host.map(h -> h.replace(':', '_') + "/" + path).orElse(path);
    }
    boolean official = host.equals(Optional.of(DOCKER_HUB)) && path.startsWith("library/");
    return official ? path.substring("library/".length()) : path;
  }

  /// A store's name as docker's tools write it: `app:1`, and `host:5000/app:1` for a host that was
  /// kept.
  static String familiar(ImageReference name) {
    String repository = name.repository().value();
    int slash = repository.indexOf('/');
    String first = repository.substring(0, Math.max(slash, 0));
    var kept = KEPT_PORT.matcher(first);
    return kept.matches() && isHost(kept.group(1))
        ? kept.group(1) + ":" + kept.group(2) + name.toString().substring(slash)
        : name.toString();
  }

  /// A store's name as docker and containerd write it in full: `docker.io/library/app:1`.
  static String qualified(ImageReference name) {
    String familiar = familiar(name);
    int slash = familiar.indexOf('/');
    if (slash < 0) {
      return DOCKER_HUB + "/library/" + familiar;
    }
    return isHost(familiar.substring(0, slash)) ? familiar : DOCKER_HUB + "/" + familiar;
  }
}
