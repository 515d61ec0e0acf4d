package nscr.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import nscr.content.ContentException;
import nscr.format.Sample.Blob;
import nscr.oci.Digest;
import nscr.oci.ImageReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Reading skopeo's `dir:`, alone and in the trees that `skopeo sync` makes.
class SkopeoDirectoryReadingTest {
  private static final List<Blob> IMAGE = Sample.image(Sample.layerTar("one"));

  private static Map<String, byte[]> files(String directory, Blob root, List<Blob> blobs) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(
        directory + "version",
        "Directory Transport Version: 1.1\n".getBytes(StandardCharsets.UTF_8));
    files.put(directory + "manifest.json", root.bytes());
    for (Blob blob : blobs) {
      String suffix = blob.type().isManifest() ? ".manifest.json" : "";
      files.put(directory + blob.digest().hex() + suffix, blob.bytes());
    }
    return files;
  }

  private static Map<String, byte[]> image(String directory) {
    return files(directory, IMAGE.getLast(), IMAGE.subList(0, IMAGE.size() - 1));
  }

  @Test
  void theManifestKeepsItsBytes(@TempDir Path directory) throws IOException {
    Sample.directory(directory, image(""));
    for (List<ArchivedImage> images :
        List.of(Sample.read(Tar.of(image("./"))), Sample.open(directory))) {
      assertEquals(IMAGE.getLast().descriptor(), images.getFirst().root());
      assertEquals(List.of(), images.getFirst().names());
      MemorySink sink = MemorySink.of(images);
      IMAGE.forEach(b -> assertArrayEquals(b.bytes(), sink.content.get(b.digest())));
    }
  }

  @Test
  void anIndexHasItsManifestsBesideIt() throws IOException {
    Blob index = Sample.index(IMAGE.getLast().descriptor());
    List<ArchivedImage> images = Sample.read(Tar.of(files("", index, IMAGE)));
    assertEquals(index.descriptor(), images.getFirst().root());
    assertEquals(4, MemorySink.of(images).content.size());
  }

  @Test
  void furtherManifestsWithASubjectAreReferrers() throws IOException {
    List<Blob> blobs = new ArrayList<>(IMAGE.subList(0, IMAGE.size() - 1));
    List<Blob> referrer = Sample.referrer(IMAGE.getLast().descriptor(), "sbom");
    blobs.addAll(referrer);
    List<ArchivedImage> images = Sample.read(Tar.of(files("", IMAGE.getLast(), blobs)));
    assertEquals(1, images.size());
    assertTrue(MemorySink.of(images).content.containsKey(referrer.getLast().digest()));
  }

  @ParameterizedTest
  @CsvSource({
    "bb:1/,                           bb:1",
    "mirror/bb:1/,                    bb:1",
    "127.0.0.1:5901/t/bb:1/,          t/bb:1",
    "docker.io/library/alpine:3/,     alpine:3",
    "x/registry.example/a/b:3/,       a/b:3",
  })
  void namesComeFromThePathOfASyncedTree(String directory, String name) throws IOException {
    List<ArchivedImage> images = Sample.read(Tar.of(image(directory)));
    assertEquals(Set.of(ImageReference.parse(name)), images.getFirst().references(false));
  }

  @Test
  void aTreeMayHoldMany() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>(image("a:1/"));
    files.putAll(image("a:2/"));
    files.putAll(image("b@" + IMAGE.getLast().digest() + "/"));
    List<ArchivedImage> images = Sample.read(Tar.of(files));
    assertEquals(3, images.size());
    assertEquals(
        Set.of(ImageReference.parse("b@" + IMAGE.getLast().digest())),
        images.getLast().references(false));
  }

  @Test
  void whatIsMissingWrongOrUnknownIsRefused() {
    Map<String, byte[]> files = new LinkedHashMap<>(image(""));
    files.put(IMAGE.get(1).digest().hex(), new byte[IMAGE.get(1).bytes().length]);
    assertTrue(refusal(files).contains("has digest"));
    files.remove(IMAGE.get(1).digest().hex());
    assertTrue(refusal(files).contains(IMAGE.get(1).digest() + " is missing"));
    files.put("version", "Directory Transport Version: 2.0\n".getBytes(StandardCharsets.UTF_8));
    assertTrue(refusal(files).contains("its version is not known"));
    Map<String, byte[]> broken = new LinkedHashMap<>(image("bb:1/"));
    broken.put("bb:1/manifest.json", "{".getBytes(StandardCharsets.UTF_8));
    assertTrue(refusal(broken).contains("bb:1/manifest.json: invalid JSON"));
    Map<String, byte[]> forged = new LinkedHashMap<>(image(""));
    String name = Digest.of("something else".getBytes(StandardCharsets.UTF_8)).hex();
    forged.put(name + ".manifest.json", IMAGE.getLast().bytes());
    assertTrue(refusal(forged).contains(name));
  }

  private static String refusal(Map<String, byte[]> files) {
    return assertThrows(ContentException.class, () -> MemorySink.of(Sample.read(Tar.of(files))))
        .getMessage();
  }
}
