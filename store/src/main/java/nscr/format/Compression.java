package nscr.format;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.tukaani.xz.XZInputStream;

/// How a stream is compressed, which its first bytes tell; names of files are not asked.
public enum Compression {
  NONE,
  GZIP,
  ZSTD,
  XZ,
  BZIP2;

  /// How many bytes from the start of a stream [#detect] looks at.
  static final int START = 10;

  private static final int GZIP_LEVEL = 6;
  private static final int ZSTD_LEVEL = 3;

  /// Tells the compression of a stream from its first [#START] bytes, or fewer when it is shorter.
  static Compression detect(byte[] start) {
    if (begins(start, 0x1f, 0x8b, 0x08)) {
      return GZIP;
    }
    if (begins(start, 0x28, 0xb5, 0x2f, 0xfd) || isSkippableZstdFrame(start)) {
      return ZSTD;
    }
    if (begins(start, 0xfd, '7', 'z', 'X', 'Z', 0x00)) {
      return XZ;
    }
    byte[] block = start.length < START ? new byte[0] : Arrays.copyOfRange(start, 4, START);
    boolean bzip2 =
        begins(start, 'B', 'Z', 'h') && begins(block, 0x31, 0x41, 0x59, 0x26, 0x53, 0x59);
    return bzip2 ? BZIP2 : NONE;
  }

  /// Streams what is inside; a stream of several members, one after the other, is read to the end
  /// of the last one. Bad data makes the libraries throw any kind of exception: [Decompressed]
  /// sorts them out.
  InputStream decompress(InputStream in) throws IOException {
    return switch (this) {
      case NONE -> in;
      case GZIP -> gunzip(in);
      case ZSTD -> new ZstdInputStreamNoFinalizer(in);
      case XZ -> new XZInputStream(in, xzMemoryKiB());
      case BZIP2 -> new BZip2CompressorInputStream(in, true);
    };
  }

  /// Compresses `plain` while it is read: the same bytes for the same content, without time or
  /// name.
  ///
  /// @throws IllegalArgumentException for xz and bzip2, which layers do not use
  InputStream compress(InputStream plain) throws IOException {
    return switch (this) {
      case NONE -> plain;
      case GZIP -> new CompressingStream(plain, Compression::gzip);
      case ZSTD -> new CompressingStream(plain, Compression::zstd);
      case XZ, BZIP2 -> throw new IllegalArgumentException("nothing is written as " + this);
    };
  }

  // The builder that replaces this constructor has types of yet another library in its signatures.
  @SuppressWarnings("deprecation")
  private static InputStream gunzip(InputStream in) throws IOException {
    return new GzipCompressorInputStream(in, true);
  }

  private static OutputStream gzip(OutputStream out) throws IOException {
    return new GZIPOutputStream(out, 1 << 16) {
      {
        def.setLevel(GZIP_LEVEL);
      }
    };
  }

  private static OutputStream zstd(OutputStream out) throws IOException {
    return new ZstdOutputStreamNoFinalizer(out, ZSTD_LEVEL);
  }

  // The dictionary of an xz stream lives on the heap and its size is the stream's to say.
  private static int xzMemoryKiB() {
    return (int) Math.min(Integer.MAX_VALUE, Runtime.getRuntime().maxMemory() / 2 / 1024);
  }

  private static boolean isSkippableZstdFrame(byte[] start) {
    return start.length >= 4
        && (start[0] & 0xf0) == 0x50
        && begins(Arrays.copyOfRange(start, 1, 4), 0x2a, 0x4d, 0x18);
  }

  private static boolean begins(byte[] start, int... magic) {
    if (start.length < magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if ((start[i] & 0xff) != magic[i]) {
        return false;
      }
    }
    return true;
  }
}
