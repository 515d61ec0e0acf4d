package nscr.oci;

import java.util.Objects;
import java.util.Optional;

/// A repository in this registry and, perhaps, one manifest of it: `app`, `app:1.0` or
/// `app@sha256:…`.
///
/// It has no host: a host belongs to places outside the store. `app:1.0@sha256:…` is read as the
/// digest, which says more.
public record ImageReference(RepositoryName repository, Optional<Reference> reference) {

  public ImageReference {
    Objects.requireNonNull(repository);
    Objects.requireNonNull(reference);
  }

  /// A reference to one manifest.
  public static ImageReference of(RepositoryName repository, Reference reference) {
    return new ImageReference(repository, Optional.of(reference));
  }

  /// Reads what a person typed.
  ///
  /// @throws OciException NAME_INVALID, MANIFEST_INVALID (the tag) or DIGEST_INVALID
  public static ImageReference parse(String text) {
    int at = text.indexOf('@');
    String name = at < 0 ? text : text.substring(0, at);
    int colon = name.lastIndexOf(':');
    Optional<Reference> tag = Optional.empty();
    if (colon > name.lastIndexOf('/')) {
      tag = Optional.of(new Tag(name.substring(colon + 1)));
      name = name.substring(0, colon);
    }
    RepositoryName repository = new RepositoryName(name);
    return new ImageReference(
        repository, at < 0 ? tag : Optional.of(Digest.parse(text.substring(at + 1))));
  }

  /// As it was typed: `repository`, `repository:tag` or `repository@digest`.
  @Override
  public String toString() {
    // No switch: the JVM makes one over types anew at each start, which takes it 15 ms.
    return repository + reference.map(to -> (to instanceof Digest ? "@" : ":") + to).orElse("");
  }
}
