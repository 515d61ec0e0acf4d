package nscr.format;

import static nscr.format.Sample.compressed;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import nscr.content.ContentException;
import nscr.content.Progress;
import nscr.oci.Descriptor;
import nscr.oci.Digest;
import nscr.oci.ImageManifest;
import nscr.oci.ImageReference;
import nscr.oci.Json;
import nscr.oci.Manifest;
import nscr.oci.MediaType;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/// Reading docker-archives: the manifests that are made for them, and what is refused.
class DockerArchiveReadingTest {
  private static final byte[] ONE = Sample.layerTar("one");
  private static final byte[] TWO = Sample.layerTar("two");
  private static final byte[] CONFIG = Sample.config(ONE, TWO);
  private static final String CONFIG_NAME = Digest.of(CONFIG).hex() + ".json";
  private static final List<String> LAYERS = List.of("1111/layer.tar", "2222/layer.tar");

  private static Map<String, Object> element(List<String> tags, List<String> layers) {
    Map<String, Object> element = new LinkedHashMap<>();
    element.put("Config", CONFIG_NAME);
    element.put("RepoTags", tags);
    element.put("Layers", layers);
    return element;
  }

  private static Map<String, byte[]> files(Object... elements) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("1111/VERSION", "1.0".getBytes(StandardCharsets.UTF_8));
    files.put("1111/layer.tar", ONE);
    files.put("2222/layer.tar", TWO);
    files.put(CONFIG_NAME, CONFIG);
    files.put("manifest.json", Json.write(List.of(elements)));
    return files;
  }

  private static Map<String, byte[]> app() {
    return files(element(List.of("app:1"), LAYERS));
  }

  private static ImageManifest manifest(List<ArchivedImage> images) throws IOException {
    assertEquals(1, images.size());
    MemorySink sink = MemorySink.of(images);
    Descriptor root = images.getFirst().root();
    return (ImageManifest)
        Manifest.parse(java.util.Optional.of(root.mediaType()), sink.content.get(root.digest()));
  }

  private static String refusal(Map<String, byte[]> files) {
    ContentException e = assertThrows(ContentException.class, () -> Sample.read(Tar.of(files)));
    assertTrue(e.getMessage().startsWith("a.tar: "), e.getMessage());
    return e.getMessage();
  }

  @Test
  void anImageGetsTheManifestThatIsPromised() throws IOException {
    List<ArchivedImage> images = Sample.read(Tar.of(app()));
    String expected =
        "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\","
            + "\"config\":{\"mediaType\":\"application/vnd.oci.image.config.v1+json\","
            + "\"digest\":\"%s\",\"size\":%d},\"layers\":["
                .formatted(Digest.of(CONFIG), CONFIG.length)
            + "{\"mediaType\":\"application/vnd.oci.image.layer.v1.tar\","
            + "\"digest\":\"%s\",\"size\":%d},".formatted(Digest.of(ONE), ONE.length)
            + "{\"mediaType\":\"application/vnd.oci.image.layer.v1.tar\","
            + "\"digest\":\"%s\",\"size\":%d}]}".formatted(Digest.of(TWO), TWO.length);
    MemorySink sink = MemorySink.of(images);
    byte[] manifest = sink.content.get(images.getFirst().root().digest());
    assertEquals(expected, new String(manifest, StandardCharsets.UTF_8));
    assertEquals(4, sink.content.size());
    assertArrayEquals(ONE, sink.content.get(Digest.of(ONE)));
  }

  @Test
  void everyFormOfTheSameArchiveGivesTheSameManifest(@TempDir Path directory) throws IOException {
    Digest expected = Sample.read(Tar.of(app())).getFirst().root().digest();
    Tar linked = new Tar().file("manifest.json", Json.write(List.of(element(List.of(), LAYERS))));
    linked.symbolicLink("1111/layer.tar", "../" + Digest.of(ONE).hex() + ".tar");
    linked.hardLink("2222/layer.tar", Digest.of(TWO).hex() + ".tar");
    linked.file(Digest.of(ONE).hex() + ".tar", ONE).file(Digest.of(TWO).hex() + ".tar", TWO);
    linked.file(CONFIG_NAME, CONFIG);
    assertEquals(expected, Sample.read(linked.bytes()).getFirst().root().digest());

    Path unpacked = Sample.directory(directory, app());
    List<ArchivedImage> images = Sample.open(unpacked);
    assertEquals(expected, images.getFirst().root().digest());
    assertEquals(4, MemorySink.of(images).content.size());
  }

  @Test
  void severalImagesAndNamesShareTheirLayers() throws IOException {
    byte[] small = Sample.config(ONE);
    Map<String, Object> second = new LinkedHashMap<>();
    second.put("Config", Digest.of(small).hex() + ".json");
    second.put("RepoTags", java.util.Optional.empty());
    second.put("Layers", List.of("1111/layer.tar"));
    Map<String, byte[]> files =
        files(element(List.of("app:1", "other:2", "<none>:<none>"), LAYERS), second);
    files.put(Digest.of(small).hex() + ".json", small);
    List<ArchivedImage> images = Sample.read(Tar.of(files));
    assertEquals(2, images.size());
    assertEquals(List.of("app:1", "other:2"), images.get(0).names());
    assertEquals(List.of(), images.get(1).names());
    assertTrue(images.get(1).found().contains("has no name"));
    assertEquals(6, MemorySink.of(images).content.size());
  }

  @Test
  void anImageThatIsListedTwiceIsOneWithTheNamesOfBoth() throws IOException {
    List<ArchivedImage> images =
        Sample.read(
            Tar.of(files(element(List.of("app:1"), LAYERS), element(List.of("app:2"), LAYERS))));
    assertEquals(1, images.size());
    assertEquals(List.of("app:1", "app:2"), images.getFirst().names());
  }

  @Test
  void aLayerMayBeThereTwice() throws IOException {
    byte[] config = Sample.config(ONE, ONE);
    Map<String, Object> element = new LinkedHashMap<>();
    element.put("Config", "config.json");
    element.put("Layers", List.of("1111/layer.tar", "1111/layer.tar"));
    Map<String, byte[]> files = files(element);
    files.put("config.json", config);
    ImageManifest manifest = manifest(Sample.read(Tar.of(files)));
    assertEquals(2, manifest.layers().size());
    assertEquals(manifest.layers().get(0), manifest.layers().get(1));
  }

  @Test
  void compressedLayersAreKeptAsTheyAre() throws IOException {
    Map<String, byte[]> files = app();
    byte[] gzip = compressed(ONE, GZIPOutputStream::new);
    byte[] zstd = compressed(TWO, ZstdOutputStreamNoFinalizer::new);
    files.put("1111/layer.tar", gzip);
    files.put("2222/layer.tar", zstd);
    assertEquals(
        List.of(
            Descriptor.of(MediaType.LAYER_GZIP, gzip), Descriptor.of(MediaType.LAYER_ZSTD, zstd)),
        manifest(Sample.read(Tar.of(files))).layers());
  }

  @Test
  void layersInACompressionWithoutMediaTypeAreKeptPlain() throws IOException {
    Map<String, byte[]> files = app();
    files.put(
        "1111/layer.tar", compressed(ONE, out -> new XZOutputStream(out, new LZMA2Options(1))));
    files.put("2222/layer.tar", compressed(TWO, BZip2CompressorOutputStream::new));
    assertEquals(
        Sample.read(Tar.of(app())).getFirst().root(), Sample.read(Tar.of(files)).getFirst().root());
  }

  @ParameterizedTest
  @EnumSource(
      value = Compression.class,
      names = {"GZIP", "ZSTD"})
  void plainLayersAreCompressedWhenAsked(Compression compression, @TempDir Path directory)
      throws IOException {
    byte[] already = compressed(TWO, GZIPOutputStream::new);
    Map<String, byte[]> files = app();
    files.put("2222/layer.tar", already);
    ArchiveReader reader =
        new ArchiveReader(new MemorySpool(), Progress.NONE).compressing(compression);
    List<ArchivedImage> images = reader.read(new ByteArrayInputStream(Tar.of(files)), "a.tar");
    ImageManifest manifest = manifest(images);
    MediaType type = compression == Compression.GZIP ? MediaType.LAYER_GZIP : MediaType.LAYER_ZSTD;
    assertEquals(type, manifest.layers().get(0).mediaType());
    assertEquals(Digest.of(already), manifest.layers().get(1).digest());
    byte[] layer = MemorySink.of(images).content.get(manifest.layers().get(0).digest());
    assertArrayEquals(
        ONE, new Decompressed(new ByteArrayInputStream(layer), "layer").readAllBytes());
    ArchiveReader again =
        new ArchiveReader(new MemorySpool(), Progress.NONE).compressing(compression);
    assertEquals(
        images.getFirst().root(),
        again.open(Sample.directory(directory, files)).getFirst().root(),
        "the same every time");
  }

  @Test
  void anImageMayBeMadeOfNothing() throws IOException {
    Map<String, Object> element = new LinkedHashMap<>();
    element.put("Config", "config.json");
    element.put("RepoTags", List.of("nothing:1"));
    Map<String, byte[]> files = files(element);
    files.put("config.json", "{\"rootfs\":{\"type\":\"layers\"}}".getBytes());
    assertEquals(List.of(), manifest(Sample.read(Tar.of(files))).layers());
  }

  @Test
  void aForeignLayerThatIsNotThereIsDescribedByItsSource() throws IOException {
    Map<String, byte[]> files = app();
    files.remove("2222/layer.tar");
    Digest far = Digest.of("far".getBytes(StandardCharsets.UTF_8));
    Map<String, Object> source = new LinkedHashMap<>();
    source.put("mediaType", MediaType.DOCKER_FOREIGN_LAYER);
    source.put("size", 3);
    source.put("digest", far);
    source.put("urls", List.of("https://example.org/layer"));
    Map<String, Object> element = element(List.of("app:1"), LAYERS);
    element.put("LayerSources", Map.of(Digest.of(TWO).toString(), source));
    files.put("manifest.json", Json.write(List.of(element)));
    Descriptor layer = manifest(Sample.read(Tar.of(files))).layers().get(1);
    assertEquals(far, layer.digest());
    assertEquals(List.of("https://example.org/layer"), layer.urls());
    assertTrue(layer.mediaType().isNonDistributable());

    source.put("mediaType", MediaType.LAYER_TAR);
    files.put("manifest.json", Json.write(List.of(element)));
    assertTrue(refusal(files).contains("the layer \"2222/layer.tar\" is missing"));
  }

  @Test
  void aLayoutInTheSameArchiveIsWhatIsRead() throws IOException {
    Map<String, byte[]> files = app();
    List<Sample.Blob> image = Sample.image(Sample.layerTar("three"));
    files.putAll(Sample.layout(image, Sample.named(image.getLast().descriptor(), "exact:1")));
    List<ArchivedImage> images = Sample.read(Tar.of(files));
    assertEquals(List.of("exact:1"), images.getFirst().names());
    assertEquals(image.getLast().digest(), images.getFirst().root().digest());
  }

  @Test
  void hostsOfNamesAreDropped() throws IOException {
    List<ArchivedImage> images =
        Sample.read(Tar.of(files(element(List.of("127.0.0.1:5901/t/bb:x"), LAYERS))));
    assertEquals(
        java.util.Set.of(ImageReference.parse("t/bb:x")), images.getFirst().references(false));
  }

  @Test
  void aLayerThatIsNotTheConfigsIsRefused() throws IOException {
    Map<String, byte[]> files = app();
    files.put("2222/layer.tar", ONE);
    assertTrue(refusal(files).contains("2222/layer.tar: the layer's content is"));
    files.put("2222/layer.tar", compressed(ONE, GZIPOutputStream::new));
    assertTrue(refusal(files).contains("2222/layer.tar: the layer's content is"));
    byte[] cut = compressed(TWO, GZIPOutputStream::new);
    files.put("2222/layer.tar", java.util.Arrays.copyOf(cut, cut.length - 5));
    assertTrue(refusal(files).contains("2222/layer.tar: the gzip data is cut short"));
  }

  @Test
  void aConfigThatIsNotWhatItsNameSaysIsRefused() {
    Map<String, byte[]> files = app();
    byte[] config = CONFIG.clone();
    config[20] ^= 1;
    files.put(CONFIG_NAME, config);
    assertTrue(refusal(files).contains("the image config " + CONFIG_NAME + " has digest"));
  }

  @Test
  void whatIsMissingOrDoesNotFitIsNamed() {
    Map<String, byte[]> files = app();
    files.remove("1111/layer.tar");
    assertTrue(refusal(files).contains("the layer \"1111/layer.tar\" is missing"));
    files.remove(CONFIG_NAME);
    assertTrue(refusal(files).contains("the image config \"" + CONFIG_NAME + "\" is missing"));
    assertTrue(
        refusal(files(element(List.of(), List.of("1111/layer.tar"))))
            .contains("lists 1 layers for " + CONFIG_NAME + ", which has 2 diff_ids"));
    assertTrue(
        refusal(files(element(List.of(), List.of("1111/layer.tar", "../../etc/shadow"))))
            .contains("names a file outside the archive: \"../../etc/shadow\""));
  }

  @Test
  void aConfigWithoutLayerDigestsIsRefused() {
    Map<String, byte[]> files = app();
    Map<String, Object> element = element(List.of(), LAYERS);
    element.put("Config", "config.json");
    files.put("manifest.json", Json.write(List.of(element)));
    for (String config : List.of("{}", "[]", "{\"rootfs\":{\"diff_ids\":[1]}}")) {
      files.put("config.json", config.getBytes(StandardCharsets.UTF_8));
      assertTrue(refusal(files).startsWith("a.tar: config.json: "));
    }
    files.put("config.json", "{\"a\":".repeat(100_000).getBytes(StandardCharsets.UTF_8));
    assertTrue(refusal(files).contains("invalid JSON"));
  }

  @Test
  void aListThatIsNoneIsRefused() {
    assertTrue(refusal(Map.of("manifest.json", "[]".getBytes())).contains("lists no image"));
    assertTrue(refusal(Map.of("manifest.json", "[1]".getBytes())).contains("Config"));
    assertTrue(refusal(Map.of("sub/manifest.json", "[1]".getBytes())).contains("no image found"));
  }

  @Test
  void archivesFromBeforeDocker110AreRefusedWithAdvice() {
    Map<String, byte[]> files = new LinkedHashMap<>(app());
    files.remove("manifest.json");
    files.put("repositories", "{\"app\":{\"1\":\"1111\"}}".getBytes(StandardCharsets.UTF_8));
    assertTrue(refusal(files).contains("before 1.10"));
  }

  @Test
  void aRootFileSystemIsNotTakenForAnImage(@TempDir Path directory) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (String name : List.of("bin/sh", "etc/passwd", "usr/share/web/manifest.json")) {
      files.put(name, "[]".getBytes(StandardCharsets.UTF_8));
    }
    String message = refusal(files);
    assertTrue(message.contains("root file system (found bin, etc)"), message);
    assertTrue(message.contains("docker save"), message);
    Path unpacked = Sample.directory(directory, files);
    ContentException e = assertThrows(ContentException.class, () -> Sample.open(unpacked));
    assertTrue(e.getMessage().contains("root file system (found bin, etc, usr)"), e.getMessage());
  }

  @Test
  void aRootFileSystemIsRefusedBeforeItIsKept() {
    Tar tar = new Tar().file(".dockerenv", "");
    for (int i = 0; i < 1000; i++) {
      tar.file("app/" + i, "1");
    }
    MemorySpool spool = new MemorySpool();
    assertThrows(ContentException.class, () -> Sample.read(tar.bytes(), spool));
    assertEquals(0, spool.kept.size());
  }

  @Test
  void somethingElseIsSaidToBeThat() {
    String message =
        assertThrows(
                ContentException.class,
                () -> Sample.read(new Tar().file("a/b.txt", "1").file("c", "2").bytes()))
            .getMessage();
    assertTrue(message.contains("no image found"), message);
    assertTrue(message.contains("found a, c"), message);
    assertTrue(
        refusal(Map.of("manifest.json", "{\"name\":\"web app\"}".getBytes()))
            .startsWith("a.tar: manifest.json: "));
    assertTrue(
        refusal(Map.of("sub/manifest.json", "{\"name\":\"web app\"}".getBytes()))
            .contains("no image found"));
  }

  @Test
  void aLinkOutOfAnArchiveOfImagesIsRefused() {
    Tar tar = new Tar();
    app().forEach(tar::file);
    tar.symbolicLink("3333/layer.tar", "/etc/shadow");
    ContentException e = assertThrows(ContentException.class, () -> Sample.read(tar.bytes()));
    assertTrue(e.getMessage().contains("3333/layer.tar"), e.getMessage());
  }
}
