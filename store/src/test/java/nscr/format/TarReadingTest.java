package nscr.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import nscr.content.ContentException;
import nscr.content.Spool;
import nscr.oci.Digest;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a tar is read as, and how hostile or broken ones are refused.
class TarReadingTest {
  private static FileTree read(byte[] tar) throws IOException {
    return TarPass.read(new ByteArrayInputStream(tar), "a.tar", new MemorySpool());
  }

  private static Optional<String> text(FileTree tree, String path) throws IOException {
    Optional<TreeFile> file = tree.find(path);
    return file.isEmpty()
        ? Optional.empty()
        : Optional.of(new String(file.get().open().readAllBytes(), StandardCharsets.UTF_8));
  }

  private static String refusal(byte[] tar) {
    ContentException e = assertThrows(ContentException.class, () -> read(tar));
    assertTrue(e.getMessage().startsWith("a.tar: "), e.getMessage());
    assertEquals(1, e.getMessage().lines().count());
    return e.getMessage();
  }

  @Test
  void filesAreFoundByTheirPathsHoweverTheseAreSpelled() throws IOException {
    FileTree tree =
        read(new Tar().file("./a/b", "1").file("c//d/./e", "2").file("f/../g", "3").bytes());
    assertEquals(Optional.of("1"), text(tree, "a/b"));
    assertEquals(Optional.of("2"), text(tree, "c/d/e"));
    assertEquals(Optional.of("3"), text(tree, "g"));
    assertEquals(Optional.empty(), text(tree, "a"));
    assertEquals(Optional.empty(), text(tree, "z"));
  }

  @Test
  void theLastEntryOfANameCounts() throws IOException {
    FileTree tree = read(new Tar().file("a", "old").file("./a", "new").bytes());
    assertEquals(Optional.of("new"), text(tree, "a"));
    FileTree gone = read(new Tar().file("a", "old").special("a", TarConstants.LF_FIFO).bytes());
    assertEquals(Optional.empty(), text(gone, "a"));
  }

  @Test
  void linksAreFollowedBackwardsForwardsAndThroughDirectories() throws IOException {
    FileTree tree =
        read(
            new Tar()
                .symbolicLink("x/early", "../real/file")
                .hardLink("hard-early", "real/file")
                .file("real/file", "content")
                .hardLink("y/hard", "real/file")
                .symbolicLink("dir", "./real")
                .symbolicLink("y/again", "../x/early")
                .bytes());
    for (String path :
        List.of("x/early", "hard-early", "real/file", "y/hard", "dir/file", "y/again")) {
      assertEquals(Optional.of("content"), text(tree, path), path);
    }
    assertEquals(Optional.empty(), text(tree, "dir/other"));
    assertEquals(Set.of("y"), tree.holding(Set.of("hard")));
  }

  @Test
  void aHardLinkStaysWithTheContentItWasMadeTo() throws IOException {
    FileTree tree =
        read(new Tar().file("a", "first").hardLink("b", "a").file("a", "second").bytes());
    assertEquals(Optional.of("first"), text(tree, "b"));
    assertEquals(Optional.of("second"), text(tree, "a"));
  }

  @Test
  void linksThatGoInCirclesAreRefused() throws IOException {
    FileTree tree = read(new Tar().symbolicLink("a", "b").symbolicLink("b", "a").bytes());
    ContentException e = assertThrows(ContentException.class, () -> tree.find("a"));
    assertTrue(e.getMessage().contains("circles"), e.getMessage());
    FileTree growing = read(new Tar().symbolicLink("a", "a/a").bytes());
    assertEquals(Optional.empty(), growing.find("b"));
    assertThrows(ContentException.class, () -> growing.find("a/x"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/etc/passwd", "../x", "a/../../x", "./.."})
  void namesThatLeadOutAreRefused(String name) {
    String message = refusal(new Tar().file("ok", "1").file(name, "2").bytes());
    assertTrue(message.contains("\"" + name + "\""), message);
  }

  @ParameterizedTest
  @CsvSource({
    "symbolic, blobs/x, /etc/shadow",
    "symbolic, blobs/x, ../../etc/shadow",
    "hard, blobs/x, /etc/shadow",
    "hard, blobs/x, ../etc/shadow",
  })
  void aLinkOutOfTheArchiveIsNamed(String kind, String name, String target) throws IOException {
    Tar tar = new Tar().file("ok", "1");
    FileTree tree =
        read(
            (kind.equals("hard") ? tar.hardLink(name, target) : tar.symbolicLink(name, target))
                .bytes());
    assertEquals(Optional.empty(), tree.find(name), "it is never followed");
    ContentException e = assertThrows(ContentException.class, tree::verify);
    assertTrue(e.getMessage().contains(name) && e.getMessage().contains(target), e.getMessage());
  }

  @Test
  void devicesAndPipesAreNoFiles() throws IOException {
    FileTree tree =
        read(
            new Tar()
                .special("null", TarConstants.LF_CHR)
                .special("sda", TarConstants.LF_BLK)
                .special("pipe", TarConstants.LF_FIFO)
                .file("a", "1")
                .bytes());
    assertEquals(Optional.empty(), tree.find("null"));
    assertEquals(Optional.of("1"), text(tree, "a"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void longNamesAreReadAsGnuAndPosixWriteThem(boolean gnu) throws IOException {
    String name = "d/".repeat(120) + "ü".repeat(60);
    Tar tar = gnu ? new Tar().gnu() : new Tar();
    assertEquals(Optional.of("1"), text(read(tar.file(name, "1").bytes()), name));
  }

  @Test
  void sparseFilesAreReadWithTheirHoles() throws IOException {
    // tar -cS of a file of 1 MiB with "end" at its end, in GNU's old format: one map entry.
    byte[] header = Tar.header("sparse", 'S', 512);
    put(header, 257, "ustar  \0");
    put(header, 386, "00003777000\0" + "00000001000\0" + "00004000000\0" + "00000000000\0");
    put(header, 483, "00004000000\0");
    checksum(header);
    byte[] data = new byte[512];
    put(data, 509, "end");
    FileTree tree = read(concat(header, data, new byte[1024]));
    byte[] content = tree.find("sparse").orElseThrow().open().readAllBytes();
    assertEquals(1 << 20, content.length);
    assertEquals("end", new String(content, content.length - 3, 3, StandardCharsets.US_ASCII));
    assertEquals(0, content[5]);
  }

  @Test
  void anArchiveThatEndsInsideAnEntrySaysHowFarItGot() {
    byte[] tar = new Tar().file("first", "1").file("blobs/second", "x".repeat(4096)).bytes();
    String message = refusal(Arrays.copyOf(tar, 512 + 512 + 512 + 123));
    assertEquals(
        "a.tar: entry \"blobs/second\": the archive ends after 123 of 4096 bytes", message);
  }

  @Test
  void anArchiveThatEndsInsideAHeaderIsRefused() {
    byte[] tar = new Tar().file("first", "1").file("second", "2").bytes();
    assertTrue(refusal(Arrays.copyOf(tar, 1024 + 100)).contains("after entry \"first\""));
  }

  @Test
  void anArchiveThatEndsBetweenEntriesIsCutShortToo() {
    byte[] tar = new Tar().file("first", "1").file("second", "2").bytes();
    assertEquals(
        "a.tar: damaged after entry \"first\": the archive ends there, without the mark of its end",
        refusal(Arrays.copyOf(tar, 1024)));
  }

  @Test
  void anEntryThatLiesAboutItsSizeIsRefused() {
    byte[] tooLong = concat(Tar.header("a", '0', 1L << 32), new byte[2048]);
    assertTrue(refusal(tooLong).contains("ends after 2048 of 4294967296 bytes"));
    // The next header is looked for where there is none.
    byte[] tooShort = new Tar().file("a", "x".repeat(3000)).bytes();
    System.arraycopy(Tar.header("a", '0', 600), 0, tooShort, 0, 512);
    assertTrue(refusal(tooShort).contains("damaged after entry \"a\""));
  }

  @Test
  void aWrongChecksumIsRefused() {
    byte[] tar = new Tar().file("first", "1").file("second", "2").bytes();
    tar[1024] ^= 1;
    assertTrue(refusal(tar).contains("damaged after entry \"first\""));
  }

  @Test
  void whatIsNoTarIsCalledThat() {
    assertTrue(refusal(new byte[0]).contains("empty"));
    assertTrue(refusal(new byte[10240]).contains("empty"));
    byte[] text = "{\"schemaVersion\":2}\n".repeat(100).getBytes(StandardCharsets.UTF_8);
    assertTrue(refusal(text).contains("not a tar archive"));
    assertTrue(refusal(Arrays.copyOf(text, 30)).contains("not a tar archive"));
  }

  @ParameterizedTest
  @ValueSource(chars = {'L', 'K', 'x', 'g'})
  void aHeaderOfGigabytesIsNotReadIntoMemory(char type) {
    InputStream endless =
        new SequenceInputStream(
            new ByteArrayInputStream(Tar.header("long", type, 8L << 30)),
            new Endless(8L << 30, (byte) '1'));
    ContentException e =
        assertThrows(
            ContentException.class, () -> TarPass.read(endless, "a.tar", new MemorySpool()));
    assertTrue(e.getMessage().startsWith("a.tar: "), e.getMessage());
  }

  @Test
  void headersBeforeHeadersComeToAnEnd() {
    byte[] one = concat(Tar.header("x", 'x', 13), pad("13 comment=a\n"));
    InputStream many =
        new SequenceInputStream(
            java.util.Collections.enumeration(
                Stream.generate(() -> (InputStream) new ByteArrayInputStream(one))
                    .limit(100_000)
                    .toList()));
    ContentException e =
        assertThrows(ContentException.class, () -> TarPass.read(many, "a.tar", new MemorySpool()));
    assertTrue(e.getMessage().contains("longer than"), e.getMessage());
  }

  @Test
  void aManifestOfGigabytesIsRefusedUnread() {
    for (String name : List.of("manifest.json", "index.json", "x/oci-layout", "repositories")) {
      Endless content = new Endless(10L << 30, (byte) ' ');
      InputStream in =
          new SequenceInputStream(
              new ByteArrayInputStream(Tar.header(name, '0', (8L << 30) - 1)), content);
      ContentException e =
          assertThrows(ContentException.class, () -> TarPass.read(in, "a.tar", new MemorySpool()));
      assertTrue(e.getMessage().contains(name + " has 8589934591 bytes"), e.getMessage());
      assertTrue(content.read < 1 << 20, "read " + content.read);
    }
  }

  @Test
  void moreEntriesThanMemoryHoldsAreRefused() {
    byte[] header = Tar.header("a", '0', 0);
    long[] count = {0};
    InputStream entries =
        new InputStream() {
          @Override
          public int read() {
            return -1;
          }

          @Override
          public int read(byte[] into, int offset, int length) {
            // Whole headers, one after the other; the reader asks for one record at a time.
            System.arraycopy(header, (int) (count[0] % 512), into, offset, length);
            count[0] += length;
            return length;
          }
        };
    ContentException e =
        assertThrows(
            ContentException.class, () -> TarPass.read(entries, "a.tar", new MemorySpool()));
    assertTrue(
        e.getMessage().contains("entries; reading them needs a larger Java heap"), e.getMessage());
  }

  @Test
  void absurdlyLongNamesAreRefused() {
    String name = "x".repeat(5000);
    assertTrue(refusal(new Tar().file(name, "1").bytes()).contains("5000 characters"));
  }

  @Test
  void onlyTheBlobsOfALayoutPromiseTheirDigest() throws IOException {
    String hex = Digest.of("right".getBytes(StandardCharsets.UTF_8)).hex();
    FileTree tree =
        read(
            new Tar()
                .file(hex + "/layer.tar", "other")
                .file(hex + ".json", "other")
                .file("blobs/sha256/short", "other")
                .file("blobs/sha384/" + hex, "other")
                .file("blobs/sha256/" + hex, "right")
                .bytes());
    assertEquals(hex, tree.find("blobs/sha256/" + hex).orElseThrow().digest().orElseThrow().hex());
    String message = refusal(new Tar().file("blobs/sha256/" + hex, "wrong").bytes());
    assertTrue(message.contains("entry \"blobs/sha256/" + hex + "\""), message);
  }

  @Test
  void aFullDiskIsNotTheArchivesFault() {
    IOException full = new IOException("No space left on device");
    Spool spool =
        (_, _) -> {
          throw full;
        };
    byte[] tar = new Tar().file("a", "1").bytes();
    IOException e =
        assertThrows(
            IOException.class, () -> TarPass.read(new ByteArrayInputStream(tar), "a.tar", spool));
    assertEquals(full, e);
  }

  @Test
  void theStreamIsReadToItsEnd() throws IOException {
    InputStream in =
        new ByteArrayInputStream(concat(new Tar().file("a", "1").bytes(), new byte[99]));
    TarPass.read(in, "a.tar", new MemorySpool());
    assertEquals(0, in.available());
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static byte[] pad(String text) {
    return Arrays.copyOf(text.getBytes(StandardCharsets.US_ASCII), 512);
  }

  private static void put(byte[] block, int offset, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, block, offset, bytes.length);
  }

  private static void checksum(byte[] header) {
    put(header, 148, "        ");
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    put(header, 148, String.format("%06o\0 ", sum));
  }

  /// So many times the same byte; counts what was read.
  private static final class Endless extends InputStream {
    private final long size;
    private final byte value;
    private long read;

    Endless(long size, byte value) {
      this.size = size;
      this.value = value;
    }

    @Override
    public int read() {
      return read++ < size ? value : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      int count = (int) Math.min(length, size - read);
      if (count <= 0) {
        return length == 0 ? 0 : -1;
      }
      Arrays.fill(into, offset, offset + count, value);
      read += count;
      return count;
    }
  }
}
