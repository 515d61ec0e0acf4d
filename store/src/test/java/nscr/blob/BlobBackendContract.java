package nscr.blob;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import nscr.oci.Digest;
import nscr.oci.DigestAlgorithm;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every blob backend does, wherever it keeps the bytes. It verifies nothing, so the digests
/// here are of nothing.
abstract class BlobBackendContract {
  static final byte[] CONTENT = "some content".getBytes(StandardCharsets.US_ASCII);

  BlobBackend blobs;

  /// A new backend with nothing in it.
  abstract BlobBackend open() throws IOException;

  @BeforeEach
  void openBlobs() throws IOException {
    blobs = open();
  }

  static Digest digest(String firstDigits) {
    return new Digest(DigestAlgorithm.SHA256, firstDigits + "0".repeat(64 - firstDigits.length()));
  }

  static BlobName named(String firstDigits, String birth) {
    return new BlobName(digest(firstDigits), birth);
  }

  static StagedName staged(String id) {
    return new StagedName(id);
  }

  final void stage(String id, byte[] content) throws IOException {
    try (Staged staged = blobs.stage(staged(id))) {
      staged.write(ByteBuffer.wrap(content));
    }
  }

  final BlobName publish(String id, String firstDigits) throws IOException {
    stage(id, CONTENT);
    BlobName name = named(firstDigits, id);
    blobs.publish(Map.of(staged(id), name));
    return name;
  }

  final byte[] read(BlobFile file) throws IOException {
    try (var input = Channels.newInputStream(blobs.open(file))) {
      return input.readAllBytes();
    }
  }

  final void assertAbsent(BlobFile file) {
    assertThrows(NoSuchFileException.class, () -> blobs.open(file));
  }

  final Map<BlobFile, Long> listed() throws IOException {
    Map<BlobFile, Long> files = new HashMap<>();
    blobs.list(
        new BlobBackend.Listing() {
          @Override
          public void file(BlobFile file, long size) {
            assertEquals(null, files.put(file, size), "listed twice: " + file);
          }

          @Override
          public void foreign(String path) {
            throw new AssertionError("foreign: " + path);
          }
        });
    return files;
  }

  @Test
  void aNewBackendIsEmpty() throws IOException {
    assertEquals(Map.of(), listed());
    assertEquals(List.of(), blobs.staged());
    assertAbsent(staged("a"));
    assertAbsent(named("ab", "a"));
    assertEquals(-1, blobs.delete(staged("a")));
    assertEquals(-1, blobs.delete(named("ab", "a")));
    blobs.publish(Map.of());
  }

  @Test
  void aStagedFileIsWrittenPieceByPieceAndResumedAtItsEnd() throws IOException {
    try (Staged file = blobs.stage(staged("a"))) {
      assertEquals(0, file.size());
      ByteBuffer bytes = ByteBuffer.wrap(CONTENT, 0, 4);
      file.write(bytes);
      assertFalse(bytes.hasRemaining());
      assertEquals(4, file.size());
      file.write(ByteBuffer.wrap(CONTENT, 4, 1));
      file.write(ByteBuffer.allocate(0));
      assertEquals(5, file.size());
    }
    try (Staged file = blobs.stage(staged("a"))) {
      assertEquals(5, file.size());
      file.write(ByteBuffer.allocateDirect(7).put(CONTENT, 5, 7).flip());
      assertEquals(12, file.size());
    }
    assertArrayEquals(CONTENT, read(staged("a")));
    assertEquals(Map.of(staged("a"), 12L), listed());
  }

  @Test
  void aPublishedFileHasItsPublishedNameOnly() throws IOException {
    BlobName name = publish("a", "ab");
    assertArrayEquals(CONTENT, read(name));
    assertAbsent(staged("a"));
    assertEquals(Map.of(name, 12L), listed());
  }

  @Test
  void publishingMayBeRepeatedWhereverItWasBrokenOff() throws IOException {
    Map<StagedName, BlobName> all = new LinkedHashMap<>();
    for (String id : List.of("a", "b", "c")) {
      stage(id, CONTENT);
      all.put(staged(id), named("ab" + id, id));
    }
    blobs.publish(Map.of(staged("b"), all.get(staged("b"))));
    blobs.publish(all);
    blobs.publish(all);
    for (BlobName name : all.values()) {
      assertArrayEquals(CONTENT, read(name));
    }
    assertEquals(Set.copyOf(all.values()), listed().keySet());
  }

  @Test
  void whatIsNeitherStagedNorPublishedCannotBePublished() throws IOException {
    publish("a", "ab");
    assertThrows(
        NoSuchFileException.class, () -> blobs.publish(Map.of(staged("b"), named("ab", "b"))));
    assertEquals(Map.of(named("ab", "a"), 12L), listed());
  }

  @Test
  void theSameContentMayBePublishedUnderManyBirths() throws IOException {
    BlobName first = publish("a", "ab");
    BlobName second = publish("b", "ab");
    Digest longer = new Digest(DigestAlgorithm.SHA512, "ab".repeat(64));
    BlobName third = new BlobName(longer, "c.1");
    stage("c", CONTENT);
    blobs.publish(Map.of(staged("c"), third));
    assertEquals(12, blobs.delete(first));
    assertEquals(Map.of(second, 12L, third, 12L), listed());
  }

  @Test
  void theDeletionOfWhatWasNeverThereCanBeMadeDurable() throws IOException {
    BlobName name = publish("a", "ab");
    blobs.delete(name);
    blobs.syncDeleted(List.of(name, named("cd", "never-there")));
    blobs.syncDeleted(List.of());
    assertEquals(Map.of(), listed());
  }

  @Test
  void whatWasOpenedIsReadToItsEndAfterItsNameIsDeleted() throws IOException {
    BlobName name = publish("a", "ab");
    try (SeekableByteChannel open = blobs.open(name)) {
      ByteBuffer some = ByteBuffer.allocate(5);
      assertEquals(5, open.read(some));
      assertEquals(12, blobs.delete(name));
      assertAbsent(name);
      assertEquals(12, open.size());
      assertEquals(7, open.position(5).read(ByteBuffer.allocate(20)));
    }
    assertEquals(-1, blobs.delete(name));
  }

  @Test
  void whatIsOpenCannotBeWritten() throws IOException {
    publish("a", "ab");
    try (SeekableByteChannel open = blobs.open(named("ab", "a"))) {
      assertThrows(RuntimeException.class, () -> open.write(ByteBuffer.allocate(1)));
      assertThrows(RuntimeException.class, () -> open.truncate(0));
    }
    assertArrayEquals(CONTENT, read(named("ab", "a")));
  }

  @Test
  void whatIsHeldSurvivesItsFirstName() throws IOException {
    BlobName name = publish("a", "ab");
    assertTrue(blobs.hold(name, staged("h")));
    assertEquals(Map.of(name, 12L, staged("h"), 12L), listed());
    assertEquals(0, blobs.delete(name), "nothing is freed yet");
    assertAbsent(name);
    assertArrayEquals(CONTENT, read(staged("h")));

    BlobName again = named("ab", "h");
    blobs.publish(Map.of(staged("h"), again));
    assertArrayEquals(CONTENT, read(again));
    assertEquals(12, blobs.delete(again));
  }

  @Test
  void lettingGoOfWhatIsHeldLeavesTheFirstName() throws IOException {
    BlobName name = publish("a", "ab");
    assertTrue(blobs.hold(name, staged("h")));
    assertEquals(0, blobs.delete(staged("h")));
    assertArrayEquals(CONTENT, read(name));
    assertEquals(12, blobs.delete(name));
  }

  @Test
  void namesOfOneContentAreCounted() throws IOException {
    BlobName name = publish("a", "ab");
    assertEquals(1, blobs.names(name).orElseThrow().count());
    assertTrue(blobs.hold(name, staged("h")));
    assertEquals(2, blobs.names(name).orElseThrow().count());
    assertEquals(blobs.names(name), blobs.names(staged("h")));
    assertEquals(12, blobs.names(name).orElseThrow().bytes());
    BlobName other = publish("b", "cd");
    Object content = blobs.names(name).orElseThrow().content();
    assertFalse(content.equals(blobs.names(other).orElseThrow().content()));
    assertEquals(Optional.empty(), blobs.names(named("ef", "e")));
  }

  @Test
  void whatIsNotThereCannotBeHeld() throws IOException {
    assertFalse(blobs.hold(named("ab", "a"), staged("h")));
    assertEquals(Map.of(), listed());
  }

  @Test
  void stagedFilesAreListedAlone() throws IOException {
    publish("a", "ab");
    stage("b", CONTENT);
    stage("c.1", new byte[0]);
    assertEquals(Set.of(staged("b"), staged("c.1")), Set.copyOf(blobs.staged()));
    assertEquals(Map.of(named("ab", "a"), 12L, staged("b"), 12L, staged("c.1"), 0L), listed());
  }

  @Test
  void manyThreadsPublishAtOnceFromTheFirstOn() throws Exception {
    List<Future<BlobName>> published = new ArrayList<>();
    try (var threads = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < 48; i++) {
        String id = "i" + i;
        String digits = Integer.toHexString(0x100 + i % 16).substring(1);
        published.add(threads.submit(() -> publish(id, digits)));
      }
    }
    Map<BlobFile, Long> expected = new HashMap<>();
    for (Future<BlobName> one : published) {
      expected.put(one.get(), 12L);
    }
    assertEquals(48, expected.size());
    assertEquals(expected, listed());
  }
}
