package nscr.index;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// Where the parts of a frame are written: numbers in network order, and strings of bytes with
/// their lengths before them.
abstract class FrameWriter {
  abstract void raw(byte[] bytes) throws IOException;

  final void octet(int value) throws IOException {
    raw(new byte[] {(byte) value});
  }

  final void integer(int value) throws IOException {
    raw(
        new byte[] {
          (byte) (value >>> 24), (byte) (value >>> 16), (byte) (value >>> 8), (byte) value
        });
  }

  final void number(long value) throws IOException {
    integer((int) (value >>> 32));
    integer((int) value);
  }

  final void bytes(byte[] value) throws IOException {
    integer(value.length);
    raw(value);
  }

  final void text(String value) throws IOException {
    bytes(value.getBytes(StandardCharsets.UTF_8));
  }

  /// Counts what a frame is going to have.
  static final class Size extends FrameWriter {
    private long size;

    @Override
    void raw(byte[] bytes) {
      size += bytes.length;
    }

    long size() {
      return size;
    }
  }
}
