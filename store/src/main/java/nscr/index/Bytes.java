package nscr.index;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/// An immutable string of bytes: the value of an entry of the index. Equal when the bytes are.
public final class Bytes {
  private final byte[] content;
  private final int start;

  private Bytes(byte[] content, int start) {
    this.content = content;
    this.start = start;
  }

  /// A copy of `content`.
  public static Bytes of(byte[] content) {
    return wrap(content.clone());
  }

  /// Takes `content` over without a copy: the caller must never write to it again.
  static Bytes wrap(byte[] content) {
    return new Bytes(content, 0);
  }

  /// The UTF-8 bytes of `text`.
  public static Bytes ofText(String text) {
    return wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  public int length() {
    return content.length - start;
  }

  /// The bytes from `first` on, without a copy of them.
  public Bytes from(int first) {
    return new Bytes(content, Objects.checkIndex(start + first, content.length + 1));
  }

  /// Where `wanted` is found first; -1 when it is not there.
  public int indexOf(char wanted) {
    for (int i = start; i < content.length; i++) {
      if (content[i] == wanted) {
        return i - start;
      }
    }
    return -1;
  }

  /// A copy of the bytes.
  public byte[] toArray() {
    return Arrays.copyOfRange(content, start, content.length);
  }

  /// The bytes themselves, for a backend about to write them; never written to.
  byte[] unwrap() {
    return start == 0 ? content : toArray();
  }

  /// The bytes read as UTF-8.
  public String text() {
    return text(length());
  }

  /// The first `count` bytes read as UTF-8.
  public String text(int count) {
    return new String(content, start, count, StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes bytes
        && Arrays.equals(
            content, start, content.length, bytes.content, bytes.start, bytes.content.length);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(unwrap());
  }

  /// For people reading a failed test: the text.
  @Override
  public String toString() {
    return text();
  }
}
