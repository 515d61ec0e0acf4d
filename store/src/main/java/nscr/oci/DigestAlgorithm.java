package nscr.oci;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/// The digest algorithms that the image spec registers and this store keeps content under.
///
/// Spec: image-spec "Digests", registered algorithms.
public enum DigestAlgorithm {
  SHA256("sha256", "SHA-256", 64),
  SHA512("sha512", "SHA-512", 128);

  private final String label;
  private final String javaName;
  private final int hexLength;

  DigestAlgorithm(String label, String javaName, int hexLength) {
    this.label = label;
    this.javaName = javaName;
    this.hexLength = hexLength;
  }

  /// Finds the algorithm a digest names before its colon; empty for one this store does not keep.
  public static Optional<DigestAlgorithm> find(String label) {
    for (DigestAlgorithm algorithm : values()) {
      if (algorithm.label.equals(label)) {
        return Optional.of(algorithm);
      }
    }
    return Optional.empty();
  }

  /// The name as digests spell it, such as `sha256`.
  public String label() {
    return label;
  }

  /// How many hexadecimal digits a digest of this algorithm has.
  public int hexLength() {
    return hexLength;
  }

  /// A new, empty hash. Not safe for use by two threads at once.
  public MessageDigest hash() {
    try {
      return MessageDigest.getInstance(javaName);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no " + javaName, e);
    }
  }
}
