package nscr.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import nscr.content.ContentException;
import nscr.content.ContentSink;
import nscr.format.Sample.Blob;
import nscr.oci.Descriptor;
import nscr.oci.Digest;
import nscr.oci.DigestAlgorithm;
import nscr.oci.ImageReference;
import nscr.oci.MediaType;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;

/// Layouts that are written as tars: complete, exact, the same every time.
class OciLayoutTarTest {
  private static final List<Blob> IMAGE =
      Sample.image(Sample.layerTar("one"), Sample.layerTar("two"));
  private static final Descriptor ROOT = IMAGE.getLast().descriptor();

  static void put(ContentSink sink, List<Blob> blobs) throws IOException {
    for (Blob blob : blobs) {
      if (!sink.has(blob.descriptor())) {
        sink.put(blob.descriptor(), new ByteArrayInputStream(blob.bytes()));
      }
    }
  }

  private static byte[] exported(String... names) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    OciLayoutTar sink = new OciLayoutTar(out);
    put(sink, IMAGE);
    for (String name : names) {
      sink.tag(ROOT, ImageReference.parse(name));
    }
    sink.finish();
    return out.toByteArray();
  }

  private static Map<String, byte[]> entries(byte[] tar) throws IOException {
    Map<String, byte[]> entries = new java.util.LinkedHashMap<>();
    try (TarArchiveInputStream in =
        new TarArchiveInputStream(new ByteArrayInputStream(tar), "UTF-8")) {
      for (TarArchiveEntry e = in.getNextEntry(); e != null; e = in.getNextEntry()) {
        assertTrue(e.isCheckSumOK());
        assertEquals(0, e.getLastModifiedTime().toMillis());
        assertEquals(0, e.getLongUserId() + e.getLongGroupId());
        assertEquals(0644, e.getMode() & 0777);
        entries.put(e.getName(), in.readAllBytes());
      }
    }
    return entries;
  }

  @Test
  void entriesStandInTheOrderThatIsPromised() throws IOException {
    List<String> expected =
        Stream.concat(
                Stream.of("oci-layout"),
                Stream.concat(
                    IMAGE.stream().map(b -> "blobs/sha256/" + b.digest().hex()),
                    Stream.of("index.json")))
            .toList();
    byte[] tar = exported("app:1");
    assertEquals(expected, List.copyOf(entries(tar).keySet()));
    assertEquals(0, tar.length % 512);
  }

  @Test
  void whatIsPutTwiceIsThereOnce() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    OciLayoutTar sink = new OciLayoutTar(out);
    for (int i = 0; i < 2; i++) {
      for (Blob blob : IMAGE) {
        sink.put(blob.descriptor(), new ByteArrayInputStream(blob.bytes()));
      }
    }
    sink.finish();
    assertEquals(out.size(), exported().length);
  }

  @Test
  void theSameContentGivesTheSameBytes() throws IOException {
    assertArrayEquals(exported("app:1", "app:2"), exported("app:1", "app:2"));
  }

  @Test
  void theIndexNamesImagesForEveryClient() throws IOException {
    String index = new String(entries(exported("app:1")).get("index.json"), StandardCharsets.UTF_8);
    assertEquals(
        "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.index.v1+json\","
            + "\"manifests\":[{\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\","
            + "\"digest\":\"%s\",\"size\":%d,".formatted(ROOT.digest(), ROOT.size())
            + "\"annotations\":{\"io.containerd.image.name\":\"docker.io/library/app:1\","
            + "\"org.opencontainers.image.ref.name\":\"app:1\"}}]}",
        index);
  }

  @Test
  void readingItBackGivesTheSameImagesAndNames() throws IOException {
    List<ArchivedImage> images =
        Sample.read(exported("app:1", "team/app:2", "by/digest@" + ROOT.digest()));
    assertEquals(1, images.size());
    MemorySink sink = MemorySink.of(images);
    assertEquals(
        java.util.Set.of(
            ImageReference.parse("app:1"),
            ImageReference.parse("team/app:2"),
            ImageReference.parse("by/digest@" + ROOT.digest())),
        sink.names.keySet());
    IMAGE.forEach(b -> assertArrayEquals(b.bytes(), sink.content.get(b.digest())));
  }

  @Test
  void referrersAreListedWithoutAName() throws IOException {
    List<Blob> referrer = Sample.referrer(ROOT, "sbom");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    OciLayoutTar sink = new OciLayoutTar(out);
    put(sink, IMAGE);
    put(sink, referrer);
    sink.tag(
        referrer.getLast().descriptor(),
        ImageReference.parse("app@" + referrer.getLast().digest()));
    sink.tag(ROOT, ImageReference.parse("app:1"));
    sink.finish();
    List<ArchivedImage> images = Sample.read(out.toByteArray());
    assertEquals(List.of("app:1"), images.stream().flatMap(i -> i.names().stream()).toList());
    assertEquals(
        List.of(referrer.getLast().digest()),
        images.getFirst().content().referrers(ROOT.digest()).stream()
            .map(Descriptor::digest)
            .toList());
  }

  @Test
  void contentThatIsNotAsLongAsSaidIsRefused() throws IOException {
    for (int wrong : new int[] {-1, 1}) {
      Descriptor layer =
          Descriptor.of(
              MediaType.LAYER_TAR, IMAGE.get(1).digest(), IMAGE.get(1).bytes().length + wrong);
      OciLayoutTar sink = new OciLayoutTar(OutputStream.nullOutputStream());
      ContentException e =
          assertThrows(
              ContentException.class,
              () -> sink.put(layer, new ByteArrayInputStream(IMAGE.get(1).bytes())));
      assertTrue(e.getMessage().contains(layer.digest().hex()), e.getMessage());
      Descriptor manifest = Descriptor.of(ROOT.mediaType(), ROOT.digest(), ROOT.size() + wrong);
      assertThrows(
          ContentException.class,
          () -> sink.put(manifest, new ByteArrayInputStream(IMAGE.getLast().bytes())));
    }
  }

  @Test
  void whatIsToBeAManifestMustBeOne() {
    Blob blob = Sample.blob(MediaType.IMAGE_MANIFEST, "{}");
    OciLayoutTar sink = new OciLayoutTar(OutputStream.nullOutputStream());
    assertThrows(ContentException.class, () -> put(sink, List.of(blob)));
  }

  @Test
  void aSha512BlobHasALongerNameThanUstarAllows() throws IOException {
    byte[] bytes = "content".getBytes(StandardCharsets.UTF_8);
    Digest digest = Digest.of(DigestAlgorithm.SHA512, bytes);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    OciLayoutTar sink = new OciLayoutTar(out);
    sink.put(
        Descriptor.of(MediaType.OCTET_STREAM, digest, bytes.length),
        new ByteArrayInputStream(bytes));
    sink.finish();
    assertArrayEquals(bytes, entries(out.toByteArray()).get("blobs/sha512/" + digest.hex()));
  }

  @Test
  void aBlobOfMoreThanEightGibibytesIsReadBackWithItsSize() throws IOException {
    long size = (8L << 30) + 5;
    List<byte[]> headers = new ArrayList<>();
    OutputStream out =
        new OutputStream() {
          @Override
          public void write(int b) {}

          @Override
          public void write(byte[] from, int offset, int length) {
            if (headers.size() < 2) {
              headers.add(java.util.Arrays.copyOfRange(from, offset, offset + length));
            }
          }
        };
    InputStream zeros =
        new InputStream() {
          private long left = size;

          @Override
          public int read() {
            return left-- > 0 ? 0 : -1;
          }

          @Override
          public int read(byte[] into, int offset, int length) {
            int count = (int) Math.min(length, left);
            left -= Math.max(count, 0);
            return count <= 0 ? -1 : count;
          }
        };
    TarWriter tar = new TarWriter(out);
    tar.file("large", size, zeros);
    tar.finish();
    try (TarArchiveInputStream in =
        new TarArchiveInputStream(new ByteArrayInputStream(headers.getFirst()))) {
      TarArchiveEntry entry = in.getNextEntry();
      assertEquals("large", entry.getName());
      assertEquals(size, entry.getSize());
    }
    assertFalse(headers.isEmpty());
  }
}
