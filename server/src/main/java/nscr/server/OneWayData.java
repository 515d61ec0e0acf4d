package nscr.server;

import io.helidon.common.buffers.BufferData;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;

/// Data that a socket is handed only to move it itself: everything else is refused. It is how
/// Helidon lets a caller meet the socket's own streams.
class OneWayData implements BufferData {

  private static UnsupportedOperationException refused() {
    return new UnsupportedOperationException("this data is only for a socket to move");
  }

  @Override
  public BufferData reset() {
    throw refused();
  }

  @Override
  public BufferData rewind() {
    throw refused();
  }

  @Override
  public BufferData clear() {
    throw refused();
  }

  @Override
  public void writeTo(OutputStream out) {
    throw refused();
  }

  @Override
  public int readFrom(InputStream in) {
    throw refused();
  }

  @Override
  public int readFrom(ByteBuffer buffer) {
    throw refused();
  }

  @Override
  public int read() {
    throw refused();
  }

  @Override
  public int read(byte[] bytes, int position, int length) {
    throw refused();
  }

  @Override
  public String readString(int length, Charset charset) {
    throw refused();
  }

  @Override
  public boolean consumed() {
    return false;
  }

  @Override
  public BufferData write(int value) {
    throw refused();
  }

  @Override
  public int writeTo(ByteBuffer buffer, int length) {
    throw refused();
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    throw refused();
  }

  @Override
  public void write(BufferData data, int length) {
    throw refused();
  }

  @Override
  public String debugDataBinary() {
    throw refused();
  }

  @Override
  public String debugDataHex(boolean fullBuffer) {
    throw refused();
  }

  @Override
  public int available() {
    throw refused();
  }

  @Override
  public void skip(int length) {
    throw refused();
  }

  @Override
  public int indexOf(byte wanted) {
    throw refused();
  }

  @Override
  public int lastIndexOf(byte wanted, int length) {
    throw refused();
  }

  @Override
  public BufferData trim(int count) {
    throw refused();
  }

  @Override
  public int capacity() {
    throw refused();
  }

  @Override
  public int get(int index) {
    throw refused();
  }
}
