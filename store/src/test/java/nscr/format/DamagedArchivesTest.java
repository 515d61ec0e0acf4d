package nscr.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import nscr.content.ContentException;
import nscr.oci.Digest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever happens to an archive, what is read from it is right, or it is refused as content.
class DamagedArchivesTest {
  private static final int ROUNDS = 400;

  private static byte[] archive(String name) throws IOException {
    try (InputStream in = DamagedArchivesTest.class.getResourceAsStream(name + ".tar")) {
      return in.readAllBytes();
    }
  }

  /// Reads all of it; a digest that was there before has the content it had before.
  private static boolean isRefused(byte[] archive, Map<Digest, byte[]> original)
      throws IOException {
    try {
      for (var content : MemorySink.of(Sample.read(archive)).content.entrySet()) {
        byte[] before = original.get(content.getKey());
        if (before != null) {
          assertArrayEquals(before, content.getValue());
        }
      }
      return false;
    } catch (ContentException e) {
      assertTrue(e.getMessage().startsWith("a.tar: "), e.getMessage());
      assertTrue(e.getMessage().lines().count() == 1, e.getMessage());
      return true;
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "docker-20.10-save",
        "docker-28.5-containerdstore-save",
        "docker-28.5-graphdriver-save",
        "helm-3.21-chart-oci-layout"
      })
  void damageAnywhereNeverGivesWrongContent(String name) throws IOException {
    long seed = new Random().nextLong();
    System.out.println(name + ": seed " + seed);
    Random random = new Random(seed);
    byte[] original = archive(name);
    Map<Digest, byte[]> content = MemorySink.of(Sample.read(original)).content;
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] damaged = original.clone();
      for (int i = 0; i <= random.nextInt(3); i++) {
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      }
      refused += isRefused(damaged, content) ? 1 : 0;
    }
    assertTrue(refused > ROUNDS / 10, "only " + refused + " refused");
  }

  @Test
  void anArchiveCutAnywhereIsWholeOrRefused() throws IOException {
    byte[] original = archive("docker-28.5-containerdstore-save");
    Map<Digest, byte[]> content = MemorySink.of(Sample.read(original)).content;
    int end = lastByte(original);
    for (int length = 0; length < original.length; length += 64) {
      byte[] cut = Arrays.copyOf(original, length);
      boolean refused = isRefused(cut, content);
      assertTrue(refused || length > end, "cut to " + length + " of " + original.length);
    }
  }

  private static int lastByte(byte[] bytes) {
    int last = bytes.length - 1;
    while (bytes[last] == 0) {
      last--;
    }
    return last;
  }

  @Test
  void aCompressedArchiveThatIsDamagedIsRefusedOrRight() throws IOException {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    byte[] original = archive("docker-20.10-save");
    Map<Digest, byte[]> content = MemorySink.of(Sample.read(original)).content;
    for (Sample.Wrapping wrapping :
        List.<Sample.Wrapping>of(
            java.util.zip.GZIPOutputStream::new,
            com.github.luben.zstd.ZstdOutputStreamNoFinalizer::new,
            out -> new org.tukaani.xz.XZOutputStream(out, new org.tukaani.xz.LZMA2Options(1)),
            org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream::new)) {
      byte[] compressed = Sample.compressed(original, wrapping);
      for (int round = 0; round < ROUNDS / 4; round++) {
        byte[] damaged = compressed.clone();
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
        isRefused(damaged, content);
      }
    }
  }
}
