package nscr.blob;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import nscr.oci.Digest;
import nscr.oci.DigestAlgorithm;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A store may have been unpacked from anywhere: a link in it leads nobody out of it.
class FileBlobBackendLinksTest {
  private static final BlobName BLOB = new BlobName(digest("ab"), "first");
  private static final StagedName NEXT = new StagedName("next");

  @TempDir Path directory;
  private Path store;
  private BlobBackend blobs;

  private static Digest digest(String firstDigits) {
    return new Digest(DigestAlgorithm.SHA256, firstDigits + "0".repeat(64 - firstDigits.length()));
  }

  @BeforeEach
  void publishOne() throws IOException {
    store = Files.createDirectory(directory.resolve("store"));
    blobs = new FileBlobBackend(store);
    stage("first");
    blobs.publish(Map.of(new StagedName("first"), BLOB));
    stage("next");
  }

  private void stage(String id) throws IOException {
    try (Staged staged = blobs.stage(new StagedName(id))) {
      staged.write(ByteBuffer.allocate(5));
    }
  }

  /// Moves a directory of the store out of it and leaves a link.
  private Path replaceByLink(String name) throws IOException {
    Path inside = store.resolve(name);
    Path outside = Files.move(inside, directory.resolve("outside"));
    Files.createSymbolicLink(inside, outside);
    return outside;
  }

  private static long count(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).count();
    }
  }

  private void assertNoWayOut(String name) throws IOException {
    Path outside = replaceByLink(name);
    assertThrows(FileSystemException.class, () -> blobs.open(BLOB));
    assertThrows(FileSystemException.class, () -> blobs.delete(BLOB));
    assertThrows(FileSystemException.class, () -> blobs.hold(BLOB, new StagedName("held")));
    assertThrows(
        FileSystemException.class,
        () -> blobs.publish(Map.of(NEXT, new BlobName(digest("abc"), "next"))));
    assertEquals(1, count(outside));
    assertEquals(1, count(store.resolve("staged")));
  }

  @Test
  void blobsAreNotLookedForBehindALinkedDirectory() throws IOException {
    assertNoWayOut("blobs/sha256/ab");
  }

  @Test
  void blobsAreNotLookedForBehindALinkedAlgorithm() throws IOException {
    assertNoWayOut("blobs/sha256");
  }

  @Test
  void blobsAreNotLookedForBehindALinkInPlaceOfAll() throws IOException {
    assertNoWayOut("blobs");
  }

  @Test
  void stagedFilesAreNotLookedForBehindALink() throws IOException {
    Path outside = replaceByLink("staged");
    assertThrows(FileSystemException.class, () -> stage("other"));
    assertThrows(FileSystemException.class, () -> blobs.open(NEXT));
    assertThrows(FileSystemException.class, () -> blobs.delete(NEXT));
    assertThrows(FileSystemException.class, () -> blobs.staged());
    assertThrows(FileSystemException.class, () -> blobs.hold(BLOB, new StagedName("held")));
    assertThrows(
        FileSystemException.class,
        () -> blobs.publish(Map.of(NEXT, new BlobName(digest("abc"), "next"))));
    assertEquals(1, count(outside));
  }

  @Test
  void aLinkInPlaceOfABlobIsNotHeld() throws IOException {
    Path published = store.resolve("blobs/sha256/ab/" + BLOB.digest().hex() + ".first");
    Files.move(published, directory.resolve("outside"));
    Files.createSymbolicLink(published, directory.resolve("outside"));
    assertFalse(blobs.hold(BLOB, new StagedName("held")));
    assertEquals(1, blobs.staged().size());
  }
}
