package nscr.oci;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Objects;

/// The identity of a piece of content: an algorithm and the lower-case hexadecimal hash of the
/// bytes.
///
/// Spec: image-spec "Digests". Valid by construction: `hex` has the algorithm's length and only
/// `[0-9a-f]`.
public record Digest(DigestAlgorithm algorithm, String hex)
    implements Reference, Comparable<Digest> {

  public Digest {
    Objects.requireNonNull(algorithm);
    if (hex.length() != algorithm.hexLength() || !isLowerHex(hex)) {
      throw invalid(
          algorithm.label() + ":" + hex,
          "expected " + algorithm.hexLength() + " lower-case hex digits");
    }
  }

  /// Reads `algorithm:hex`.
  ///
  /// @throws OciException DIGEST_INVALID when malformed or of an algorithm this store does not keep
  public static Digest parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw invalid(text, "expected algorithm:hex");
    }
    DigestAlgorithm algorithm =
        DigestAlgorithm.find(text.substring(0, colon))
            .orElseThrow(() -> invalid(text, "the algorithm is not sha256 or sha512"));
    return new Digest(algorithm, text.substring(colon + 1));
  }

  /// The sha256 digest of `content`.
  public static Digest of(byte[] content) {
    return of(DigestAlgorithm.SHA256, content);
  }

  /// The digest of `content` under `algorithm`.
  public static Digest of(DigestAlgorithm algorithm, byte[] content) {
    MessageDigest hash = algorithm.hash();
    hash.update(content);
    return finish(algorithm, hash);
  }

  /// The digest of everything `hash` was fed; leaves `hash` empty.
  public static Digest finish(DigestAlgorithm algorithm, MessageDigest hash) {
    return new Digest(algorithm, HexFormat.of().formatHex(hash.digest()));
  }

  /// The first twelve hexadecimal digits, as people are shown digests.
  public String shortHex() {
    return hex.substring(0, 12);
  }

  @Override
  public int compareTo(Digest other) {
    return toString().compareTo(other.toString());
  }

  /// `algorithm:hex`, as it appears everywhere.
  @Override
  public String toString() {
    return algorithm.label() + ":" + hex;
  }

  private static boolean isLowerHex(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return true;
  }

  private static OciException invalid(String text, String why) {
    return new OciException(
        ErrorCode.DIGEST_INVALID, "invalid digest " + Quoted.of(text) + ": " + why);
  }
}
