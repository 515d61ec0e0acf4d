package nscr.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nscr.content.ContentException;
import nscr.format.Sample.Blob;
import nscr.oci.Descriptor;
import nscr.oci.ImageReference;
import nscr.oci.MediaType;
import nscr.oci.OciException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Layouts and skopeo's `dir:` that are written as directories: added to, and taken back on
/// failure.
class DirectoryWritingTest {
  private static final List<Blob> IMAGE = Sample.image(Sample.layerTar("one"));
  private static final List<Blob> OTHER = Sample.image(Sample.layerTar("two"));

  @TempDir Path temporary;

  private static Descriptor root(List<Blob> image) {
    return image.getLast().descriptor();
  }

  private void export(Path directory, List<Blob> image, String name) throws IOException {
    try (OciLayoutDirectory sink = OciLayoutDirectory.open(directory)) {
      OciLayoutTarTest.put(sink, image);
      sink.tag(root(image), ImageReference.parse(name));
      sink.finish();
    }
  }

  private static Map<String, String> tree(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return Map.of();
    }
    try (Stream<Path> files = Files.walk(directory)) {
      Map<String, String> tree = new LinkedHashMap<>();
      for (Path file : files.sorted().toList()) {
        tree.put(
            directory.relativize(file).toString(),
            Files.isDirectory(file)
                ? "/"
                : new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
      }
      return tree;
    }
  }

  private static Set<String> names(List<ArchivedImage> images) {
    return images.stream().flatMap(i -> i.names().stream()).collect(Collectors.toSet());
  }

  @Test
  void aNewLayoutIsReadBack() throws IOException {
    Path directory = temporary.resolve("some/where");
    export(directory, IMAGE, "app:1");
    List<ArchivedImage> images = Sample.open(directory);
    assertEquals(root(IMAGE).digest(), images.getFirst().root().digest());
    assertEquals(3, MemorySink.of(images).content.size());
    assertEquals(Set.of("app:1"), names(images));
    assertEquals(
        Set.of("", "blobs", "blobs/sha256", "index.json", "oci-layout"),
        tree(directory).keySet().stream().filter(n -> n.length() < 30).collect(Collectors.toSet()));
  }

  @Test
  void aLayoutIsAddedToAndANameThatIsGivenAnewMoves() throws IOException {
    Path directory = temporary.resolve("layout");
    export(directory, IMAGE, "app:1");
    export(directory, OTHER, "app:2");
    assertEquals(Set.of("app:1", "app:2"), names(Sample.open(directory)));
    export(directory, OTHER, "app:1");
    List<ArchivedImage> images = Sample.open(directory);
    assertEquals(1, images.size());
    assertEquals(Set.of("app:1", "app:2"), names(images));
    assertEquals(root(OTHER).digest(), images.getFirst().root().digest());
  }

  @Test
  void whatOthersWroteIntoTheIndexStays() throws IOException {
    Path directory =
        Sample.directory(
            temporary.resolve("layout"), Sample.layout(IMAGE, Sample.named(root(IMAGE), "old")));
    String index =
        Files.readString(directory.resolve("index.json"))
            .replaceFirst("\\{", "{\"annotations\":{\"a\":\"b\"},")
            .replace("\"size\"", "\"data\":\"aGk=\",\"x\":[1,true,null,2.5],\"size\"");
    Files.writeString(directory.resolve("index.json"), index);
    export(directory, OTHER, "new:1");
    String merged = Files.readString(directory.resolve("index.json"));
    assertTrue(merged.startsWith("{\"schemaVersion\":2"), merged);
    assertTrue(merged.contains("\"annotations\":{\"a\":\"b\"}"), merged);
    assertTrue(merged.contains("\"data\":\"aGk=\",\"x\":[1,true,null,2.5]"), merged);
    assertEquals(Set.of("old", "new:1"), names(Sample.open(directory)));
  }

  @Test
  void exportingAgainChangesNothing() throws IOException {
    Path directory = temporary.resolve("layout");
    export(directory, IMAGE, "app:1");
    Map<String, String> before = tree(directory);
    export(directory, IMAGE, "app:1");
    assertEquals(before, tree(directory));
  }

  @Test
  void anExportThatFailsLeavesNothingBehind() throws IOException {
    Path directory = temporary.resolve("some/where");
    List<Blob> broken = new ArrayList<>(IMAGE);
    for (Path existing : List.of(directory, Files.createDirectory(temporary.resolve("empty")))) {
      Map<String, String> before = tree(existing);
      assertThrows(
          IOException.class,
          () -> {
            try (OciLayoutDirectory sink = OciLayoutDirectory.open(existing)) {
              OciLayoutTarTest.put(sink, broken.subList(0, 1));
              sink.put(broken.get(1).descriptor(), failing());
            }
          });
      assertEquals(before, tree(existing));
      assertThrows(
          IOException.class,
          () -> {
            try (SkopeoDirectory sink = SkopeoDirectory.create(existing)) {
              OciLayoutTarTest.put(sink, broken.subList(0, 1));
              sink.put(broken.get(1).descriptor(), failing());
            }
          });
      assertEquals(before, tree(existing));
    }
    assertFalse(Files.exists(temporary.resolve("some")));

    export(directory, IMAGE, "app:1");
    Map<String, String> before = tree(directory);
    try (OciLayoutDirectory sink = OciLayoutDirectory.open(directory)) {
      OciLayoutTarTest.put(sink, OTHER);
      sink.tag(root(OTHER), ImageReference.parse("app:1"));
    }
    assertEquals(before, tree(directory), "without finish nothing counts");
  }

  private static InputStream failing() {
    return new InputStream() {
      private int left = 1000;

      @Override
      public int read() throws IOException {
        if (left-- > 0) {
          return 'x';
        }
        throw new IOException("No space left on device");
      }
    };
  }

  @Test
  void aBlobThatIsThereIsNotWrittenAgain() throws IOException {
    Path directory = temporary.resolve("layout");
    export(directory, IMAGE, "app:1");
    try (OciLayoutDirectory sink = OciLayoutDirectory.open(directory)) {
      assertTrue(sink.has(IMAGE.get(1).descriptor()));
      assertFalse(
          sink.has(Descriptor.of(MediaType.LAYER_TAR, IMAGE.get(1).digest(), 7)),
          "one of another size is not it");
      assertFalse(sink.has(OTHER.get(1).descriptor()));
    }
  }

  @Test
  void aDirectoryWithSomethingElseInItIsLeftAlone() throws IOException {
    Path directory = Files.createDirectory(temporary.resolve("mine"));
    Files.writeString(directory.resolve("thesis.tex"), "x");
    assertThrows(ContentException.class, () -> OciLayoutDirectory.open(directory));
    assertThrows(ContentException.class, () -> SkopeoDirectory.create(directory));
    assertThrows(
        ContentException.class, () -> OciLayoutDirectory.open(directory.resolve("thesis.tex")));
    assertEquals(Set.of("", "thesis.tex"), tree(directory).keySet());
  }

  @Test
  void aSkopeoDirectoryIsReadBackWithItsIndexAndReferrers() throws IOException {
    Path directory = temporary.resolve("dir");
    Blob index = Sample.index(root(IMAGE));
    List<Blob> referrer = Sample.referrer(index.descriptor(), "sbom");
    try (SkopeoDirectory sink = SkopeoDirectory.create(directory)) {
      OciLayoutTarTest.put(sink, IMAGE);
      OciLayoutTarTest.put(sink, List.of(index));
      OciLayoutTarTest.put(sink, referrer);
      sink.tag(root(referrer), ImageReference.parse("app@" + root(referrer).digest()));
      sink.tag(index.descriptor(), ImageReference.parse("app:1"));
      sink.tag(index.descriptor(), ImageReference.parse("app:2"));
      sink.finish();
    }
    assertArrayEquals(index.bytes(), Files.readAllBytes(directory.resolve("manifest.json")));
    assertEquals(
        "Directory Transport Version: 1.1\n", Files.readString(directory.resolve("version")));
    assertTrue(Files.exists(directory.resolve(root(IMAGE).digest().hex() + ".manifest.json")));
    assertFalse(Files.exists(directory.resolve(index.digest().hex() + ".manifest.json")));
    List<ArchivedImage> images = Sample.open(directory);
    assertEquals(index.descriptor(), images.getFirst().root());
    assertEquals(7, MemorySink.of(images).content.size());
  }

  @Test
  void aSkopeoDirectoryHoldsOneImage() throws IOException {
    try (SkopeoDirectory sink = SkopeoDirectory.create(temporary.resolve("dir"))) {
      OciLayoutTarTest.put(sink, IMAGE);
      OciLayoutTarTest.put(sink, OTHER);
      sink.tag(root(IMAGE), ImageReference.parse("app:1"));
      OciException e =
          assertThrows(
              OciException.class, () -> sink.tag(root(OTHER), ImageReference.parse("app:2")));
      assertTrue(e.getMessage().contains("app:2 would be the second"), e.getMessage());
    }
  }

  @Test
  void contentOfTheWrongLengthIsNotTaken() throws IOException {
    Descriptor manifest =
        Descriptor.of(root(IMAGE).mediaType(), root(IMAGE).digest(), root(IMAGE).size() + 1);
    try (OciLayoutDirectory sink = OciLayoutDirectory.open(temporary.resolve("a"));
        SkopeoDirectory dir = SkopeoDirectory.create(temporary.resolve("b"))) {
      for (nscr.content.ContentSink each : List.of(sink, dir)) {
        assertThrows(
            ContentException.class,
            () -> each.put(manifest, new ByteArrayInputStream(IMAGE.getLast().bytes())));
      }
    }
  }
}
