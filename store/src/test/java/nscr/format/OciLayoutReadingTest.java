package nscr.format;

import static nscr.format.Sample.named;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import nscr.content.ContentException;
import nscr.format.Sample.Blob;
import nscr.oci.Descriptor;
import nscr.oci.Digest;
import nscr.oci.DigestAlgorithm;
import nscr.oci.ImageReference;
import nscr.oci.Json;
import nscr.oci.Manifest;
import nscr.oci.MediaType;
import nscr.oci.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Reading OCI image layouts: what is an image, what goes with it, what is refused.
class OciLayoutReadingTest {
  private static final List<Blob> IMAGE =
      Sample.image(Sample.layerTar("one"), Sample.layerTar("two"));
  private static final Descriptor ROOT = IMAGE.getLast().descriptor();

  private static Set<ImageReference> names(String... names) {
    return Set.copyOf(Stream.of(names).map(ImageReference::parse).toList());
  }

  private static ArchivedImage only(List<ArchivedImage> images) {
    assertEquals(1, images.size(), images.toString());
    return images.getFirst();
  }

  private static String refusal(Map<String, byte[]> files) {
    ContentException e =
        assertThrows(ContentException.class, () -> MemorySink.of(Sample.read(Tar.of(files))));
    assertEquals(1, e.getMessage().lines().count());
    return e.getMessage();
  }

  @Test
  void theOrderOfTheEntriesDoesNotMatter() throws IOException {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    Map<String, byte[]> files = Sample.layout(IMAGE, named(ROOT, "app:1"));
    for (int round = 0; round < 20; round++) {
      List<String> order = new ArrayList<>(files.keySet());
      Collections.shuffle(order, new Random(seed + round));
      Map<String, byte[]> shuffled = new LinkedHashMap<>();
      order.forEach(name -> shuffled.put(name, files.get(name)));
      ArchivedImage image = only(Sample.read(Tar.of(shuffled)));
      assertEquals(ROOT.digest(), image.root().digest());
      MemorySink sink = MemorySink.of(List.of(image));
      assertEquals(IMAGE.size(), sink.content.size());
      IMAGE.forEach(b -> assertArrayEquals(b.bytes(), sink.content.get(b.digest())));
    }
  }

  @Test
  void aDirectoryIsReadAsATarIs(@TempDir Path directory) throws IOException {
    Sample.directory(directory, Sample.layout(IMAGE, named(ROOT, "app:1")));
    ArchivedImage image = only(Sample.open(directory));
    assertEquals(names("app:1"), image.references(false));
    assertEquals(IMAGE.size(), MemorySink.of(List.of(image)).content.size());
  }

  @Test
  void namesComeFromTheAnnotationThatSaysMost() throws IOException {
    Descriptor containerd =
        ROOT.withAnnotations(
            Map.of(
                "org.opencontainers.image.ref.name", "1",
                "io.containerd.image.name", "127.0.0.1:5901/t/bb:1"));
    ArchivedImage image = only(Sample.read(Tar.of(Sample.layout(IMAGE, containerd))));
    assertEquals(names("t/bb:1"), image.references(false));

    Descriptor both =
        ROOT.withAnnotations(
            Map.of(
                "org.opencontainers.image.ref.name", "app:1",
                "io.containerd.image.name", "docker.io/library/other:1"));
    image = only(Sample.read(Tar.of(Sample.layout(IMAGE, both))));
    assertEquals(names("app:1"), image.references(false));

    image = only(Sample.read(Tar.of(Sample.layout(IMAGE, named(ROOT, "v1")))));
    assertEquals(Set.of(), image.references(false), "a tag alone names no repository");
    assertEquals(List.of(new Tag("v1")), image.tags());
    assertTrue(image.found().contains("\"v1\""));
  }

  @Test
  void aManifestThatIsListedTwiceIsOneImageWithTwoNames() throws IOException {
    ArchivedImage image =
        only(
            Sample.read(
                Tar.of(Sample.layout(IMAGE, named(ROOT, "app:1"), named(ROOT, "ghcr.io/app:2")))));
    assertEquals(names("app:1", "app:2"), image.references(false));
  }

  @Test
  void aNameByDigestIsOneOfThisManifest() throws IOException {
    String name = "ghcr.io/a/b@sha256:" + "0".repeat(64);
    Descriptor listed = ROOT.withAnnotations(Map.of("io.containerd.image.name", name));
    ArchivedImage image = only(Sample.read(Tar.of(Sample.layout(IMAGE, listed))));
    assertEquals(names("a/b@" + ROOT.digest()), image.references(false));
  }

  @Test
  void nestedIndexesKeepTheirBytesAndTypes() throws IOException {
    List<Blob> other = Sample.image(Sample.layerTar("three"));
    Blob inner = Sample.index(ROOT, other.getLast().descriptor());
    Blob outer =
        new Blob(
            MediaType.DOCKER_MANIFEST_LIST,
            new String(Sample.index(inner.descriptor()).bytes(), StandardCharsets.UTF_8)
                .replaceFirst(
                    Pattern.quote(MediaType.IMAGE_INDEX.value()),
                    MediaType.DOCKER_MANIFEST_LIST.value())
                .getBytes(StandardCharsets.UTF_8));
    List<Blob> blobs = new ArrayList<>(IMAGE);
    blobs.addAll(other);
    blobs.addAll(List.of(inner, outer));
    ArchivedImage image =
        only(Sample.read(Tar.of(Sample.layout(blobs, named(outer.descriptor(), "multi:1")))));
    assertEquals(MediaType.DOCKER_MANIFEST_LIST, image.root().mediaType());
    MemorySink sink = MemorySink.of(List.of(image));
    blobs.forEach(b -> assertArrayEquals(b.bytes(), sink.content.get(b.digest())));
  }

  @Test
  void anEntryWithoutMediaTypeIsWhatItsContentSays() throws IOException {
    Descriptor unsaid = Descriptor.of(MediaType.OCTET_STREAM, ROOT.digest(), ROOT.size());
    ArchivedImage image = only(Sample.read(Tar.of(Sample.layout(IMAGE, named(unsaid, "app:1")))));
    assertEquals(MediaType.IMAGE_MANIFEST, image.root().mediaType());
  }

  @Test
  void entriesThatAreNoManifestsAreLeftAlone() throws IOException {
    Blob other = Sample.blob(new MediaType("application/xml"), "<a/>");
    List<Blob> blobs = new ArrayList<>(IMAGE);
    blobs.add(other);
    only(Sample.read(Tar.of(Sample.layout(blobs, other.descriptor(), named(ROOT, "app:1")))));
    assertTrue(refusal(Sample.layout(blobs, other.descriptor())).contains("lists no image"));
  }

  @Test
  void sha512IsAnAlgorithmLikeAnother() throws IOException {
    byte[] layer = Sample.layerTar("one");
    byte[] config = Sample.config(layer);
    Digest layerDigest = Digest.of(DigestAlgorithm.SHA512, layer);
    Digest configDigest = Digest.of(DigestAlgorithm.SHA512, config);
    String manifest =
        "{\"schemaVersion\":2,\"config\":%s,\"layers\":[%s]}"
            .formatted(
                json(MediaType.IMAGE_CONFIG, configDigest, config.length),
                json(MediaType.LAYER_TAR, layerDigest, layer.length));
    byte[] bytes = manifest.getBytes(StandardCharsets.UTF_8);
    Digest root = Digest.of(DigestAlgorithm.SHA512, bytes);
    Map<String, byte[]> files =
        Sample.layout(
            List.of(), named(Descriptor.of(MediaType.IMAGE_MANIFEST, root, bytes.length), "app:1"));
    files.put("blobs/sha512/" + root.hex(), bytes);
    files.put("blobs/sha512/" + configDigest.hex(), config);
    files.put("blobs/sha512/" + layerDigest.hex(), layer);
    MemorySink sink = MemorySink.of(Sample.read(Tar.of(files)));
    assertEquals(Set.of(root, configDigest, layerDigest), sink.content.keySet());
  }

  private static String json(MediaType type, Digest digest, int size) {
    return new String(
        Json.write(Descriptor.of(type, digest, size).toJson()), StandardCharsets.UTF_8);
  }

  @Test
  void nonDistributableLayersMayBeMissing() throws IOException {
    List<Blob> blobs = new ArrayList<>(IMAGE.subList(0, 2));
    Blob foreign =
        Sample.blob(
            new MediaType("application/vnd.oci.image.layer.nondistributable.v1.tar+gzip"), "far");
    blobs.add(foreign);
    blobs.add(Sample.manifest(blobs, Optional.empty()));
    blobs.remove(foreign);
    MemorySink sink =
        MemorySink.of(
            Sample.read(
                Tar.of(Sample.layout(blobs, named(blobs.getLast().descriptor(), "app:1")))));
    assertEquals(3, sink.content.size());
  }

  @Test
  void aMissingBlobIsNamed() {
    Map<String, byte[]> files = Sample.layout(IMAGE, named(ROOT, "app:1"));
    String layer = IMAGE.get(1).digest().toString();
    files.remove("blobs/sha256/" + IMAGE.get(1).digest().hex());
    assertEquals("a.tar: " + layer + " is missing", refusal(files));
    files.remove("blobs/sha256/" + ROOT.digest().hex());
    assertEquals("a.tar: " + ROOT.digest() + " is missing", refusal(files));
  }

  @Test
  void aWrongDigestIsRefused(@TempDir Path directory) throws IOException {
    Map<String, byte[]> files = Sample.layout(IMAGE, named(ROOT, "app:1"));
    byte[] layer = IMAGE.get(1).bytes().clone();
    layer[700] ^= 1;
    files.put("blobs/sha256/" + IMAGE.get(1).digest().hex(), layer);
    assertTrue(refusal(files).contains(IMAGE.get(1).digest().hex()));
    Sample.directory(directory, files);
    List<ArchivedImage> images = Sample.open(directory);
    ContentException e = assertThrows(ContentException.class, () -> MemorySink.of(images));
    assertTrue(e.getMessage().contains("has digest"), e.getMessage());
    assertTrue(e.getMessage().startsWith(directory.toString()), e.getMessage());
  }

  @Test
  void aWrongSizeIsRefused() {
    Descriptor wrong = Descriptor.of(MediaType.IMAGE_MANIFEST, ROOT.digest(), ROOT.size() + 1);
    assertTrue(refusal(Sample.layout(IMAGE, named(wrong, "app:1"))).contains("should have"));
  }

  @Test
  void aTypeThatIsNotTheContentsIsRefused() {
    Descriptor wrong = Descriptor.of(MediaType.IMAGE_INDEX, ROOT.digest(), ROOT.size());
    assertTrue(refusal(Sample.layout(IMAGE, named(wrong, "app:1"))).contains("it was declared"));
  }

  @Test
  void anAlgorithmThatIsNotKeptIsRefused() {
    Map<String, byte[]> files = Sample.layout(IMAGE, named(ROOT, "app:1"));
    String index = new String(files.get("index.json"), StandardCharsets.UTF_8);
    files.put("index.json", index.replace("sha256:", "sha384:").getBytes(StandardCharsets.UTF_8));
    assertTrue(refusal(files).contains("not sha256 or sha512"));
  }

  @Test
  void aManifestLargerThanAnyIsRefusedBeforeItIsRead() {
    byte[] large = new byte[Manifest.LARGEST + 1];
    Arrays.fill(large, (byte) ' ');
    Blob blob = new Blob(MediaType.IMAGE_MANIFEST, large);
    assertTrue(
        refusal(Sample.layout(List.of(blob), named(blob.descriptor(), "app:1")))
            .contains("are not read as a manifest"));
  }

  @Test
  void deepJsonIsRefused() {
    Blob deep = Sample.blob(MediaType.IMAGE_MANIFEST, "[".repeat(500_000));
    assertTrue(
        refusal(Sample.layout(List.of(deep), named(deep.descriptor(), "app:1")))
            .contains("invalid JSON"));
    Map<String, byte[]> files = Sample.layout(IMAGE, named(ROOT, "app:1"));
    files.put("index.json", "{\"a\":".repeat(500_000).getBytes(StandardCharsets.UTF_8));
    assertTrue(refusal(files).startsWith("a.tar: index.json: invalid JSON"));
  }

  @Test
  void aLayoutOfAnotherVersionIsRefused() {
    Map<String, byte[]> files = Sample.layout(IMAGE, named(ROOT, "app:1"));
    files.put("oci-layout", "{\"imageLayoutVersion\":\"2.0.0\"}".getBytes());
    assertTrue(refusal(files).contains("\"2.0.0\""));
    files.put("oci-layout", "{}".getBytes());
    assertTrue(refusal(files).contains("version none"));
    files.remove("oci-layout");
    assertTrue(refusal(files).contains("no oci-layout beside it"));
    files.put("oci-layout", "{\"imageLayoutVersion\":\"1.1.0\"}".getBytes());
    files.remove("index.json");
    assertTrue(refusal(files).contains("no index.json"));
  }

  @Test
  void anArchiveWithADirectoryAroundItAndSeveralInOneTreeAreRead(@TempDir Path directory)
      throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    List<Blob> other = Sample.image(Sample.layerTar("three"));
    Sample.layout(IMAGE, named(ROOT, "app:1")).forEach((n, b) -> files.put("./x/one/" + n, b));
    Sample.layout(other, named(other.getLast().descriptor(), "app:2"))
        .forEach((n, b) -> files.put("./x/two/" + n, b));
    for (List<ArchivedImage> images :
        List.of(Sample.read(Tar.of(files)), Sample.open(Sample.directory(directory, files)))) {
      assertEquals(2, images.size());
      assertEquals(names("app:1"), images.get(0).references(false));
      assertEquals(names("app:2"), images.get(1).references(false));
      assertTrue(images.get(1).where().endsWith(": x/two"));
      assertEquals(7, MemorySink.of(images).content.size());
      assertFalse(images.get(0).content().has(other.getLast().digest()));
    }
  }
}
