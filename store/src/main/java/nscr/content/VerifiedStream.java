package nscr.content;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import nscr.oci.Digest;

/// A stream that is what it should be, or fails: its end is reported only after size and digest
/// were found right.
///
/// Spec: image-spec "Descriptors": consumers should verify size before and digest while reading
/// untrusted content.
public final class VerifiedStream extends InputStream {
  private final InputStream in;
  private final Digest digest;
  private final long size;
  private final MessageDigest hash;
  private long read;
  private boolean verified;

  /// @param size in bytes, as the descriptor says
  public VerifiedStream(InputStream in, Digest digest, long size) {
    this.in = in;
    this.digest = digest;
    this.size = size;
    this.hash = digest.algorithm().hash();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int count = in.read(into, offset, length);
    if (count < 0) {
      verify();
      return -1;
    }
    read += count;
    if (read > size) {
      throw new ContentException(digest + " is longer than the " + size + " bytes it should have");
    }
    hash.update(into, offset, count);
    return count;
  }

  private void verify() throws IOException {
    if (verified) {
      return;
    }
    if (read < size) {
      throw new ContentException(digest + " ends after " + read + " of " + size + " bytes");
    }
    Digest found = Digest.finish(digest.algorithm(), hash);
    if (!found.equals(digest)) {
      throw new ContentException("content of " + digest + " has digest " + found);
    }
    verified = true;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
