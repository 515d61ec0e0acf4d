package nscr.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import nscr.content.ContentException;
import nscr.format.Sample.Blob;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Directories on disk: links, and what cannot be read.
class DirectoryReadingTest {
  private static final List<Blob> IMAGE = Sample.image(Sample.layerTar("one"));
  private static final Blob LAYER = IMAGE.get(1);

  @TempDir Path temporary;
  private Path layout;
  private Path blob;

  @BeforeEach
  void write() throws IOException {
    Map<String, byte[]> files =
        Sample.layout(IMAGE, Sample.named(IMAGE.getLast().descriptor(), "app:1"));
    layout = Sample.directory(temporary.resolve("layout"), files);
    blob = layout.resolve("blobs/sha256/" + LAYER.digest().hex());
  }

  @AfterEach
  void makeReadableAgain() throws IOException {
    for (Path path : List.of(layout.resolve("blobs"), blob)) {
      if (Files.exists(path)) {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    }
  }

  @Test
  void aLinkThatStaysInsideIsFollowed() throws IOException {
    Files.move(blob, layout.resolve("elsewhere"));
    Files.createSymbolicLink(blob, Path.of("../../elsewhere"));
    assertEquals(3, MemorySink.of(Sample.open(layout)).content.size());
  }

  @Test
  void aLinkOutOfTheDirectoryIsRefused() throws IOException {
    Files.move(blob, temporary.resolve("elsewhere"));
    Files.createSymbolicLink(blob, temporary.resolve("elsewhere"));
    List<ArchivedImage> images = Sample.open(layout);
    ContentException e = assertThrows(ContentException.class, () -> MemorySink.of(images));
    assertTrue(e.getMessage().contains("leads out of the directory"), e.getMessage());
    assertTrue(e.getMessage().contains(LAYER.digest().hex()), e.getMessage());
  }

  @Test
  void theDirectoryItselfMayBeALink() throws IOException {
    Path link = Files.createSymbolicLink(temporary.resolve("link"), layout);
    assertEquals(3, MemorySink.of(Sample.open(link)).content.size());
  }

  @Test
  void whatMayNotBeReadIsNamed() throws IOException {
    Files.setPosixFilePermissions(blob, PosixFilePermissions.fromString("---------"));
    assumeFalse(Files.isReadable(blob), "root may read everything");
    List<ArchivedImage> images = Sample.open(layout);
    IOException e = assertThrows(IOException.class, () -> MemorySink.of(images));
    assertEquals("cannot read " + blob.toRealPath() + ": permission denied", e.getMessage());
    assertFalse(e instanceof ContentException);

    Path blobs = layout.resolve("blobs");
    Files.setPosixFilePermissions(blobs, PosixFilePermissions.fromString("---------"));
    e = assertThrows(IOException.class, () -> Sample.open(layout));
    assertTrue(e.getMessage().startsWith("cannot read " + blobs), e.getMessage());
  }

  @Test
  void whatIsNotThereIsNamed() {
    IOException e = assertThrows(IOException.class, () -> Sample.open(temporary.resolve("none")));
    assertEquals(
        "cannot read " + temporary.resolve("none") + ": no such file or directory", e.getMessage());
  }

  @Test
  void anEmptyDirectoryHoldsNoImage() throws IOException {
    Path empty = Files.createDirectory(temporary.resolve("empty"));
    IOException e = assertThrows(IOException.class, () -> Sample.open(empty));
    assertInstanceOf(ContentException.class, e);
    assertTrue(e.getMessage().contains("it is empty"), e.getMessage());
  }
}
