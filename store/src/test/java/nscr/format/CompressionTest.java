package nscr.format;

import static nscr.format.Sample.compressed;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import nscr.content.ContentException;
import nscr.format.Sample.Wrapping;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/// Streams are decompressed by what is in them, damage is told apart from trouble with reading.
class CompressionTest {
  private static final Map<Compression, Wrapping> WRITERS =
      Map.of(
          Compression.NONE, out -> out,
          Compression.GZIP, GZIPOutputStream::new,
          Compression.ZSTD, ZstdOutputStreamNoFinalizer::new,
          Compression.XZ, out -> new XZOutputStream(out, new LZMA2Options(1)),
          Compression.BZIP2, BZip2CompressorOutputStream::new);

  private static final byte[] PLAIN = plain();

  private static byte[] plain() {
    byte[] bytes = new byte[300_000];
    new Random(1).nextBytes(bytes);
    Arrays.fill(bytes, 1000, 200_000, (byte) 'x');
    return bytes;
  }

  private static byte[] inside(byte[] bytes) throws IOException {
    try (Decompressed in = new Decompressed(new ByteArrayInputStream(bytes), "a.tar")) {
      return in.readAllBytes();
    }
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void everyCompressionIsFoundAndUndone(Compression compression) throws IOException {
    byte[] bytes = compressed(PLAIN, WRITERS.get(compression));
    try (Decompressed in = new Decompressed(new ByteArrayInputStream(bytes), "a.tar")) {
      assertEquals(compression, in.compression());
      assertArrayEquals(PLAIN, in.readAllBytes());
    }
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void severalMembersInARowAreOneStream(Compression compression) throws IOException {
    ByteArrayOutputStream twice = new ByteArrayOutputStream();
    twice.write(compressed(Arrays.copyOf(PLAIN, 70_000), WRITERS.get(compression)));
    twice.write(
        compressed(Arrays.copyOfRange(PLAIN, 70_000, PLAIN.length), WRITERS.get(compression)));
    assertArrayEquals(PLAIN, inside(twice.toByteArray()));
  }

  @ParameterizedTest
  @EnumSource(value = Compression.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void aStreamThatIsCutShortIsRefused(Compression compression) throws IOException {
    byte[] bytes = compressed(PLAIN, WRITERS.get(compression));
    for (int length : new int[] {11, bytes.length / 2, bytes.length - 3}) {
      byte[] cut = Arrays.copyOf(bytes, length);
      ContentException e = assertThrows(ContentException.class, () -> inside(cut));
      assertTrue(e.getMessage().startsWith("a.tar: the "), e.getMessage());
      assertTrue(e.getMessage().contains("cut short"), e.getMessage());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Compression.class,
      names = {"GZIP", "XZ", "BZIP2"})
  void damageInTheMiddleIsRefused(Compression compression) throws IOException {
    byte[] bytes = compressed(PLAIN, WRITERS.get(compression));
    for (int i = bytes.length / 2; i < bytes.length / 2 + 40; i++) {
      bytes[i] ^= 0x55;
    }
    ContentException e = assertThrows(ContentException.class, () -> inside(bytes));
    assertTrue(e.getMessage().contains("damaged"), e.getMessage());
  }

  @Test
  void zstdMayBeginWithAFrameToSkip() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(new byte[] {0x53, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 'a', 'b', 'c'});
    bytes.write(compressed(PLAIN, WRITERS.get(Compression.ZSTD)));
    assertArrayEquals(PLAIN, inside(bytes.toByteArray()));
  }

  @Test
  void aDiskThatFailsIsNotDamagedContent() throws IOException {
    byte[] bytes = compressed(PLAIN, WRITERS.get(Compression.GZIP));
    IOException broken = new IOException("Input/output error");
    InputStream failing =
        new ByteArrayInputStream(bytes) {
          @Override
          public synchronized int read(byte[] into, int offset, int length) {
            if (pos > 1000) {
              throw new java.io.UncheckedIOException(broken);
            }
            return super.read(into, offset, Math.min(length, 600));
          }
        };
    InputStream in =
        new java.io.FilterInputStream(failing) {
          @Override
          public int read(byte[] into, int offset, int length) throws IOException {
            try {
              return super.read(into, offset, length);
            } catch (java.io.UncheckedIOException e) {
              throw e.getCause();
            }
          }
        };
    IOException e =
        assertThrows(IOException.class, () -> new Decompressed(in, "a.tar").readAllBytes());
    assertSame(broken, e);
  }

  @Test
  void xzThatNeedsMoreMemoryThanThereIsIsRefused() throws IOException {
    // The dictionary's size is one byte of the block header; 36 stands for 1 GiB.
    LZMA2Options options = new LZMA2Options(1);
    byte[] small = compressed(new byte[10], out -> new XZOutputStream(out, options));
    assertArrayEquals(new byte[10], inside(small));
    byte[] hostile = small.clone();
    hostile[16] = 36;
    crc32(hostile, 12, 20);
    ContentException e = assertThrows(ContentException.class, () -> inside(hostile));
    assertTrue(e.getMessage().contains("MiB of memory"), e.getMessage());
  }

  private static void crc32(byte[] bytes, int from, int to) {
    var crc = new java.util.zip.CRC32();
    crc.update(bytes, from, to - from);
    for (int i = 0; i < 4; i++) {
      bytes[to + i] = (byte) (crc.getValue() >>> (8 * i));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Compression.class,
      names = {"GZIP", "ZSTD"})
  void compressingGivesTheSameBytesHoweverTheyArrive(Compression compression) throws IOException {
    byte[] whole = compression.compress(new ByteArrayInputStream(PLAIN)).readAllBytes();
    InputStream trickle =
        new ByteArrayInputStream(PLAIN) {
          @Override
          public synchronized int read(byte[] into, int offset, int length) {
            return super.read(into, offset, Math.min(length, 777));
          }
        };
    InputStream in = compression.compress(trickle);
    ByteArrayOutputStream byByte = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0; b = in.read()) {
      byByte.write(b);
    }
    assertArrayEquals(whole, byByte.toByteArray());
    assertArrayEquals(PLAIN, inside(whole));
    assertTrue(whole.length < PLAIN.length / 2);
  }

  @Test
  void gzipCarriesNeitherTimeNorName() throws IOException {
    byte[] gzip = Compression.GZIP.compress(new ByteArrayInputStream(PLAIN)).readAllBytes();
    assertArrayEquals(new byte[] {0, 0, 0, 0, 0}, Arrays.copyOfRange(gzip, 3, 8));
  }
}
