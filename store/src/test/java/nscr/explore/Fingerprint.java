package nscr.explore;

import java.util.Arrays;

/// A hash of a state in which numbers that only tell things apart (nonces, contents) count by the
/// order they first occur in, so that states that differ in nothing else are one.
final class Fingerprint {
  private static final long NONCE = 1L << 62;
  private static final long CONTENT = 2L << 62;
  private static final long PLAIN = (1L << 62) - 1;
  private static final int MOST = 4096;

  private final int[] nonces = new int[MOST];
  private final int[] contents = new int[MOST];
  private int differentNonces;
  private int differentContents;
  private long hash = 0x9e3779b97f4a7c15L;

  /// The token of a text.
  static long of(String text) {
    return mix(text.hashCode() * 31L + text.length()) & PLAIN;
  }

  /// The token of what is behind the first `from` bytes.
  static long of(byte[] bytes, int from) {
    long hash = bytes.length;
    for (int i = from; i < bytes.length; i++) {
      hash = hash * 0x100000001b3L + bytes[i];
    }
    return mix(hash) & PLAIN;
  }

  static long of(long number) {
    return mix(number) & PLAIN;
  }

  static long nonce(int nonce) {
    return NONCE | nonce;
  }

  static long content(int number) {
    return CONTENT | number;
  }

  void add(long[] tokens) {
    for (long token : tokens) {
      add(token);
    }
  }

  void add(long token) {
    int number = (int) (token & 0xffff);
    long renamed = token;
    if ((token & ~PLAIN) == NONCE) {
      if (nonces[number] == 0) {
        nonces[number] = ++differentNonces;
      }
      renamed = NONCE | nonces[number];
    } else if ((token & ~PLAIN) == CONTENT) {
      if (contents[number] == 0) {
        contents[number] = ++differentContents;
      }
      renamed = CONTENT | contents[number];
    }
    hash = mix(hash ^ renamed) + hash * 31;
  }

  /// The hash of all tokens so far, never 0; starts anew.
  long take() {
    long taken = hash == 0 ? 1 : hash;
    hash = 0x9e3779b97f4a7c15L;
    Arrays.fill(nonces, 0);
    Arrays.fill(contents, 0);
    differentNonces = 0;
    differentContents = 0;
    return taken;
  }

  private static long mix(long x) {
    long h = x * 0xbf58476d1ce4e5b9L;
    h ^= h >>> 31;
    h *= 0x94d049bb133111ebL;
    return h ^ (h >>> 29);
  }
}
