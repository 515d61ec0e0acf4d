package nscr.store;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Optional;
import nscr.oci.Digest;
import nscr.oci.DigestAlgorithm;

/// The hash of the first `size` bytes of an upload. One thread at a time.
final class RunningHash {
  private final DigestAlgorithm algorithm;
  private final MessageDigest hash;
  private long size;

  private RunningHash(DigestAlgorithm algorithm) {
    this.algorithm = algorithm;
    this.hash = algorithm.hash();
  }

  static RunningHash start(DigestAlgorithm algorithm) {
    return new RunningHash(algorithm);
  }

  long size() {
    return size;
  }

  void update(ByteBuffer bytes) {
    size += bytes.remaining();
    hash.update(bytes);
  }

  /// The digest so far; more may follow. Empty when it is not of this algorithm.
  Optional<Digest> digest(DigestAlgorithm wanted) {
    if (wanted != algorithm) {
      return Optional.empty();
    }
    try {
      return Optional.of(Digest.finish(algorithm, (MessageDigest) hash.clone()));
    } catch (CloneNotSupportedException e) {
      return Optional.empty();
    }
  }
}
