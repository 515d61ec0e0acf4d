package nscr.index;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// An immutable string of bytes: the value of an entry of the index. Equal when the bytes are.
public final class Bytes {
  private final byte[] content;

  private Bytes(byte[] content) {
    this.content = content;
  }

  /// A copy of `content`.
  public static Bytes of(byte[] content) {
    return new Bytes(content.clone());
  }

  /// Takes `content` over without a copy: the caller must never write to it again.
  static Bytes wrap(byte[] content) {
    return new Bytes(content);
  }

  /// The UTF-8 bytes of `text`.
  public static Bytes ofText(String text) {
    return new Bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  public int length() {
    return content.length;
  }

  /// The bytes from `start` on.
  public Bytes from(int start) {
    return new Bytes(Arrays.copyOfRange(content, start, content.length));
  }

  /// A copy of the bytes.
  public byte[] toArray() {
    return content.clone();
  }

  /// The bytes themselves, for a backend about to write them; never written to.
  byte[] unwrap() {
    return content;
  }

  /// The bytes read as UTF-8.
  public String text() {
    return new String(content, StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes bytes && Arrays.equals(content, bytes.content);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(content);
  }

  /// For people reading a failed test: the text.
  @Override
  public String toString() {
    return text();
  }
}
