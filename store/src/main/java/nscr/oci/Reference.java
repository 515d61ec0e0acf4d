package nscr.oci;

/// What names a manifest inside a repository: a tag, which may move, or a digest, which cannot.
///
/// Spec: distribution-spec "Definitions", `<reference>`.
public sealed interface Reference permits Tag, Digest {

  /// Reads a tag or a digest; a colon tells them apart.
  ///
  /// @throws OciException when it is neither
  static Reference parse(String text) {
    return text.indexOf(':') >= 0 ? Digest.parse(text) : new Tag(text);
  }
}
