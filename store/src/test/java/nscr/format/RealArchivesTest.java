package nscr.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import nscr.content.ContentSink;
import nscr.content.Progress;
import nscr.oci.OciException;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Archives that real tools have written. More of them are read when `NSCR_CORPUS` names a
/// directory.
class RealArchivesTest {
  @TempDir Path temporary;

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = RealArchivesTest.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "docker-20.10-save, corp/dups:1,"
        + " de6e5c0235d8ec6ed18dd99dc70440777ba991e940fdbeb4992903b7f08c756a",
    "docker-28.5-graphdriver-save, corp/dups:1,"
        + " de6e5c0235d8ec6ed18dd99dc70440777ba991e940fdbeb4992903b7f08c756a",
    "docker-28.5-containerdstore-save, corp/dups:1,"
        + " df25e18e49d6d6201cdc7386952e53f0f261e0d412edbf215000bdf886093587",
    "devcontainers-cli-0.89-feature-oci-layout, 1.2.3,"
        + " f1649244aaa9278a0485b67bc57368998aa537840128157498e4e19c71340cc5",
    "helm-3.21-chart-oci-layout, 0.1.0,"
        + " 70f40ee245ed0b8829cf7cd2ad846f384232d5133d090d03404dde595409fe04",
  })
  void theDigestIsTheOneTheToolGave(String name, String called, String digest) throws IOException {
    byte[] tar = resource(name + ".tar");
    ArchivedImage image = Sample.read(tar).getFirst();
    assertEquals("sha256:" + digest, image.root().digest().toString());
    assertEquals(
        called,
        image.references(false).stream()
            .findFirst()
            .map(Object::toString)
            .orElse(image.tags().getFirst().toString()));
    roundTrip(new ByteArrayInputStream(tar), name);
    byte[] gzip = Sample.compressed(tar, GZIPOutputStream::new);
    assertEquals(image.root(), Sample.read(gzip).getFirst().root());
  }

  /// Docker 25 and later write the manifest that we make of what Docker 20.10 wrote.
  @Test
  void theManifestMadeForADockerArchiveIsDockersOwn() throws IOException {
    assertEquals(
        Sample.read(resource("docker-28.5-graphdriver-save.tar")).getFirst().root().digest(),
        Sample.read(resource("docker-20.10-save.tar")).getFirst().root().digest());
  }

  @TestFactory
  List<DynamicTest> theCorpusIsReadWrittenAndReadBack() throws IOException {
    String corpus = System.getenv("NSCR_CORPUS");
    if (corpus == null) {
      return List.of();
    }
    try (var files = Files.list(Path.of(corpus))) {
      return files
          .filter(file -> file.getFileName().toString().contains(".tar"))
          .filter(file -> !file.toString().contains("rootfs"))
          .sorted()
          .map(file ->
              DynamicTest.dynamicTest(
                  file.getFileName().toString(),
                  () -> {
                    try (InputStream in = Files.newInputStream(file)) {
                      roundTrip(in, file.getFileName().toString());
                    }
                  }))
          .toList();
    }
  }

  private void roundTrip(InputStream tar, String name) throws IOException {
    List<ArchivedImage> images = new ArchiveReader(spool(), Progress.NONE).read(tar, name);
    MemorySink all = MemorySink.of(images);
    Path layout = temporary.resolve(name + ".oci");
    Path again = temporary.resolve(name + ".again");
    for (Path file : List.of(layout, again)) {
      try (OutputStream out = Files.newOutputStream(file)) {
        MemorySink.copy(images, new OciLayoutTar(out));
      }
    }
    assertEquals(-1, Files.mismatch(layout, again), "the same bytes again");
    assertSame(all, open(layout));
    Path directory = temporary.resolve(name + ".layout");
    try (OciLayoutDirectory sink = OciLayoutDirectory.open(directory)) {
      MemorySink.copy(images, sink);
    }
    assertSame(all, open(directory));
    Path docker = temporary.resolve(name + ".docker");
    try (OutputStream out = Files.newOutputStream(docker)) {
      if (supported(images, new DockerArchive(out))) {
        assertSame(all, open(docker));
      }
    }
    Path dir = temporary.resolve(name + ".dir");
    try (SkopeoDirectory sink = SkopeoDirectory.create(dir)) {
      if (supported(images, sink)) {
        assertEquals(all.content.keySet(), open(dir).content.keySet());
      }
    }
  }

  private FileSpool spool() throws IOException {
    return new FileSpool(Files.createTempDirectory(temporary, "spool"));
  }

  private MemorySink open(Path path) throws IOException {
    return MemorySink.of(new ArchiveReader(spool(), Progress.NONE).open(path));
  }

  private static boolean supported(List<ArchivedImage> images, ContentSink sink)
      throws IOException {
    try {
      MemorySink.copy(images, sink);
      return true;
    } catch (OciException _) {
      return false;
    }
  }

  private static void assertSame(MemorySink expected, MemorySink found) {
    assertEquals(expected.content.keySet(), found.content.keySet());
    assertEquals(expected.names.keySet(), found.names.keySet());
    assertEquals(expected.names, found.names);
  }
}
