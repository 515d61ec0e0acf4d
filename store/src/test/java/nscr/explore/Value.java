package nscr.explore;

import java.nio.charset.StandardCharsets;
import java.util.List;
import nscr.index.Bytes;
import nscr.index.Entry;

/// The value of a row: its nonce, which here is a number, and the rest.
record Value(int nonce, long rest) {
  private static final int NONCE = 16;

  /// The same value with another nonce.
  static Bytes number(Bytes value, int nonce) {
    byte[] bytes = value.toArray();
    for (int i = NONCE - 1, left = nonce; i >= 0; i--, left >>>= 4) {
      bytes[i] = (byte) Character.forDigit(left & 0xf, 16);
    }
    return Bytes.of(bytes);
  }

  static Value of(Bytes value) {
    byte[] bytes = value.toArray();
    int nonce = 0;
    for (int i = 0; i < NONCE; i++) {
      nonce = nonce << 4 | Character.digit(bytes[i], 16);
    }
    return new Value(nonce, Fingerprint.of(bytes, NONCE));
  }

  /// What people read: the nonce and the fields.
  static String show(Bytes value) {
    byte[] bytes = value.toArray();
    String rest = new String(bytes, NONCE, bytes.length - NONCE, StandardCharsets.UTF_8).strip();
    return rest + " #" + of(value).nonce();
  }

  static String show(Entry entry) {
    return entry.key() + " = " + show(entry.value());
  }

  void addTo(List<Long> tokens) {
    tokens.add(Fingerprint.nonce(nonce));
    tokens.add(rest);
  }
}
