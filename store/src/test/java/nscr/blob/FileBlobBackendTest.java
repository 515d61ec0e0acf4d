package nscr.blob;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileBlobBackendTest extends BlobBackendContract {
  private static final String ZEROS = "0".repeat(62);

  @TempDir Path directory;

  @Override
  BlobBackend open() {
    return new FileBlobBackend(directory);
  }

  private Path file(BlobName name) {
    String hex = name.digest().hex();
    return directory.resolve(
        "blobs/sha256/" + hex.substring(0, 2) + "/" + hex + "." + name.birth());
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void nothingIsMadeBeforeItIsNeeded() throws IOException {
    listed();
    blobs.delete(staged("a"));
    try (Stream<Path> children = Files.list(directory)) {
      assertEquals(List.of(), children.toList());
    }
  }

  @Test
  void filesLieWhereTheLayoutSaysAndAreReadOnlyOncePublished() throws IOException {
    stage("a", CONTENT);
    Path staged = directory.resolve("staged/a");
    assertEquals("rw-------", permissions(staged));
    blobs.publish(Map.of(staged("a"), named("ab", "a")));
    Path published = directory.resolve("blobs/sha256/ab/ab" + ZEROS + ".a");
    assertEquals("r--r--r--", permissions(published));
    assertFalse(Files.exists(staged));
  }

  @Test
  void whatIsOpenedIsAFile() throws IOException {
    publish("a", "ab");
    try (var open = blobs.open(named("ab", "a"))) {
      assertInstanceOf(FileChannel.class, open);
    }
  }

  @Test
  void directoriesThatVanishAreMadeAgain() throws IOException {
    BlobName name = publish("a", "ab");
    blobs.delete(name);
    Files.delete(file(name).getParent());
    Files.delete(directory.resolve("staged"));
    assertArrayEquals(CONTENT, read(publish("b", "ab")));
  }

  @Test
  void theStoreMayBeALinkToWhereItIs() throws IOException {
    Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
    Path link = Files.createSymbolicLink(directory.resolve("link"), elsewhere);
    blobs = new FileBlobBackend(link);
    assertArrayEquals(CONTENT, read(publish("a", "ab")));
  }

  @Test
  void aFileOfAnotherProcessIsResumed() throws IOException {
    stage("a", CONTENT);
    blobs = open();
    try (Staged again = blobs.stage(staged("a"))) {
      assertEquals(CONTENT.length, again.size());
    }
  }

  @Test
  void aWriteIsDoneWhateverInterruptsIt() throws Exception {
    Thread writer = Thread.currentThread();
    AtomicInteger interrupts = new AtomicInteger();
    AtomicBoolean over = new AtomicBoolean();
    byte[] piece = new byte[256 << 10];
    new Random(7).nextBytes(piece);
    int pieces = 0;
    Staged file = blobs.stage(staged("a"));
    Thread other =
        Thread.ofPlatform()
            .start(() -> {
              while (!over.get()) {
                writer.interrupt();
                interrupts.incrementAndGet();
                LockSupport.parkNanos(50_000);
              }
            });
    try {
      while (interrupts.get() < 200) {
        file.write(ByteBuffer.wrap(piece));
        pieces++;
      }
    } finally {
      over.set(true);
      while (other.isAlive()) {
        Thread.onSpinWait();
      }
    }
    assertTrue(Thread.interrupted(), "the interrupt is kept");
    assertEquals((long) pieces * piece.length, file.size());
    file.close();
    try (var written = Files.newInputStream(directory.resolve("staged/a"))) {
      for (int i = 0; i < pieces; i++) {
        assertArrayEquals(piece, written.readNBytes(piece.length));
      }
      assertEquals(-1, written.read());
    }
  }

  /// The limit of a process on the size of its files stands in for a full disk: the write that
  /// reaches it is half done.
  @Test
  void aWriteThatFailsHalfWayLeavesTheFileAsItWas() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command = new ArrayList<>(List.of("sh", "-c", "ulimit -f 300; exec \"$@\"", "sh"));
    command.addAll(List.of(java, "-XX:-UsePerfData", "-XX:+UseSerialGC", "-Xmx64m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Filler.class.getName(), directory.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String printed;
    try (var output = process.inputReader()) {
      printed = String.join("\n", output.readAllLines());
    }
    assertEquals(0, process.waitFor(), printed);
    long size = Long.parseLong(printed);
    assertTrue(size >= Filler.PIECE && size % Filler.PIECE == 0, printed);
    assertEquals(size, Files.size(directory.resolve("staged/a")));
  }

  /// Writes until it fails, and prints where it says the file ends.
  static final class Filler {
    static final int PIECE = 65_521;

    private Filler() {}

    public static void main(String[] arguments) throws IOException {
      try (Staged file = new FileBlobBackend(Path.of(arguments[0])).stage(staged("a"))) {
        try {
          while (file.size() < 100 * PIECE) {
            file.write(ByteBuffer.allocate(PIECE));
          }
          System.out.println("nothing failed");
        } catch (IOException e) {
          System.out.println(file.size());
        }
      }
    }
  }

  @Test
  void aCopyHoldsWhereLinksAreNotToBeHad() throws IOException {
    Path name = file(publish("a", "ab"));
    Path copy = directory.resolve("staged/h");
    assertTrue(FileBlobBackend.copy(name, copy));
    assertThrows(FileAlreadyExistsException.class, () -> FileBlobBackend.copy(name, copy));
    assertFalse(FileBlobBackend.copy(directory.resolve("none"), directory.resolve("staged/i")));
    assertEquals(CONTENT.length, blobs.delete(named("ab", "a")));
    assertArrayEquals(CONTENT, read(staged("h")));
  }

  @Test
  void aStagedNameIsHeldOnce() throws IOException {
    BlobName name = publish("a", "ab");
    assertTrue(blobs.hold(name, staged("h")));
    assertThrows(FileAlreadyExistsException.class, () -> blobs.hold(name, staged("h")));
    assertArrayEquals(CONTENT, read(name));
  }

  @Test
  void linksInThePlaceOfFilesAreNotFollowed() throws IOException {
    Path outside = Files.write(directory.resolve("outside"), CONTENT);
    Path published = file(publish("a", "ab"));
    Files.delete(published);
    Files.createSymbolicLink(published, outside);
    Path staged = Files.createSymbolicLink(directory.resolve("staged/b"), outside);

    assertThrows(IOException.class, () -> blobs.open(named("ab", "a")));
    assertThrows(IOException.class, () -> blobs.stage(staged("b")));
    assertThrows(IOException.class, () -> blobs.publish(Map.of(staged("b"), named("ab", "b"))));
    blobs.delete(named("ab", "a"));
    blobs.delete(staged("b"));
    assertFalse(Files.exists(published, LinkOption.NOFOLLOW_LINKS));
    assertFalse(Files.exists(staged, LinkOption.NOFOLLOW_LINKS));
    assertArrayEquals(CONTENT, Files.readAllBytes(outside));
    assertEquals("rw-", permissions(outside).substring(0, 3));
  }

  @Test
  void whatBelongsToNobodyIsListedAsForeign() throws IOException {
    BlobName name = publish("a", "ab");
    stage("b", CONTENT);
    TreeSet<String> expected = new TreeSet<>();
    for (String foreign :
        List.of(
            "staged/not a name",
            "blobs/file",
            "blobs/sha256/file",
            "blobs/sha256/ab/file",
            "blobs/sha256/ab/ab" + ZEROS,
            "blobs/sha256/ab/ab" + ZEROS + ".",
            "blobs/sha256/ab/ab" + ZEROS + "." + "not a name",
            "blobs/sha256/ab/AB" + ZEROS + ".a",
            "blobs/sha256/ab/ab" + ZEROS + "0.a",
            "blobs/sha256/cd/ab" + ZEROS + ".a",
            "blobs/sha512/ab/ab" + ZEROS + ".a",
            "blobs/md5/ab/ab" + "0".repeat(30) + ".a")) {
      Path path = directory.resolve(foreign);
      Files.createDirectories(path.getParent());
      Files.write(path, CONTENT);
      expected.add(path.toString());
    }
    Path child = directory.resolve("blobs/sha256/ab/ab" + ZEROS + ".c");
    Files.createDirectory(child);
    Files.write(child.resolve("inside"), CONTENT);
    expected.add(child.toString());
    Path link = directory.resolve("staged/link");
    Files.createSymbolicLink(link, file(name));
    expected.add(link.toString());
    Path folder = Files.createDirectory(directory.resolve("staged/folder"));
    expected.add(folder.toString());
    Path linked = directory.resolve("blobs/sha256/ef");
    Files.createSymbolicLink(linked, file(name).getParent());
    expected.add(linked.toString());

    TreeSet<String> foreign = new TreeSet<>();
    TreeSet<String> files = new TreeSet<>();
    blobs.list(
        new BlobBackend.Listing() {
          @Override
          public void file(BlobFile file, long size) {
            files.add(file + " " + size);
          }

          @Override
          public void foreign(String path) {
            foreign.add(path);
          }
        });
    assertEquals(expected, foreign);
    assertEquals(new TreeSet<>(List.of(name + " 12", "b 12")), files);
    assertEquals(List.of(staged("b")), blobs.staged());
    assertEquals(12, blobs.delete(name));
  }
}
