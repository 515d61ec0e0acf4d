package nscr.rows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nscr.blob.BlobName;
import nscr.index.Batch;
import nscr.index.Bytes;
import nscr.index.MemoryIndexBackend;
import nscr.oci.Descriptor;
import nscr.oci.Digest;
import nscr.oci.MediaType;
import nscr.oci.RepositoryName;
import nscr.oci.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Rows are read as they were written, changes rely on what they read, and listings stand in the
/// spec's order.
class RowsTest {
  private static final RepositoryName APP = new RepositoryName("team/app");
  private static final Digest ONE = Digest.of("1".getBytes(StandardCharsets.US_ASCII));
  private static final Digest TWO = Digest.of("2".getBytes(StandardCharsets.US_ASCII));
  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
  private static final Instant LATER = NOW.plusSeconds(1);

  private final MemoryIndexBackend index = new MemoryIndexBackend();
  private final Rows rows = new Rows(index);

  private void put(Row... all) throws IOException {
    rows.change(change -> {
      for (Row row : all) {
        change.put(row);
      }
      return all;
    });
  }

  static List<Row> everyRow() {
    Descriptor referrer =
        Descriptor.of(MediaType.IMAGE_MANIFEST, TWO, 5).withAnnotations(Map.of("a", "b c"));
    return List.of(
        new BlobRow(ONE, "id.7", 12, State.CLAIMED),
        new LinkRow(ONE, APP, State.LIVE, NOW),
        new ManifestRow(APP, ONE, MediaType.IMAGE_INDEX, 3, 4, NOW, Optional.of(TWO), LATER),
        new ManifestRow(APP, ONE, MediaType.IMAGE_INDEX, 3, 4, NOW, Optional.empty(), NOW),
        new TagRow(APP, new Tag("V1._-"), ONE, NOW),
        new NameRow(APP, ONE, new Tag("latest")),
        new ReferrerRow(APP, ONE, referrer),
        new EdgeRow(APP, ONE, TWO),
        new UploadRow("id", Optional.of(APP), NOW, NOW, Optional.empty()),
        new UploadRow("id", Optional.empty(), NOW, NOW, Optional.of(Holder.current())),
        ReviewRow.of(ReviewRow.Kind.LINK, NOW, ONE, APP),
        ReviewRow.of(ReviewRow.Kind.SUBJECT, ReviewRow.AT_ONCE, ONE, APP).deletedAt(NOW),
        ReviewRow.blob(ReviewRow.AT_ONCE, ONE),
        ReviewRow.file(NOW, new BlobName(ONE, "id.7")),
        new FactRow("gc", "{\"a\": 1}"));
  }

  @ParameterizedTest
  @MethodSource("everyRow")
  void aRowIsReadAsItWasWritten(Row row) throws IOException {
    put(row);
    assertEquals(Optional.of(row), rows.find(row.key()));
  }

  @Test
  void rowsOfStoresFromBeforeAreRead() throws IOException {
    ManifestRow manifest =
        new ManifestRow(APP, ONE, MediaType.IMAGE_INDEX, 3, 4, NOW, Optional.empty(), NOW);
    LinkRow link = new LinkRow(ONE, APP, State.LIVE, ReviewRow.AT_ONCE);
    write(manifest, "0000000000000001 " + MediaType.IMAGE_INDEX + " 3 4 1800000000000 -");
    write(link, "0000000000000002 live");
    assertEquals(Optional.of(manifest), rows.find(manifest.key()));
    assertEquals(Optional.of(link), rows.find(link.key()));
  }

  private void write(Row row, String value) throws IOException {
    index.commit(new Batch(Map.of(), Map.of(row.key().text(), Optional.of(Bytes.ofText(value)))));
  }

  @Test
  void aManifestsContentIsKeptByteForByte() throws IOException {
    byte[] content = {0, '\n', (byte) 0xff, ' ', '\n', 7};
    put(new ContentRow(APP, ONE, MediaType.IMAGE_MANIFEST, content));
    ContentRow found = rows.find(ContentRow.key(APP, ONE)).orElseThrow();
    assertEquals(List.of(0, 10, -1, 32, 10, 7), bytes(found.content()));
    assertEquals(MediaType.IMAGE_MANIFEST, found.mediaType());
  }

  private static List<Integer> bytes(byte[] content) {
    List<Integer> all = new ArrayList<>();
    for (byte b : content) {
      all.add((int) b);
    }
    return all;
  }

  @Test
  void noTwoWritesOfARowHaveTheSameValue() throws IOException {
    Row row = new LinkRow(ONE, APP, State.LIVE, NOW);
    put(row);
    Optional<Bytes> first = index.get(row.key().text());
    put(row);
    assertNotEquals(first, index.get(row.key().text()), "R7");
  }

  @Test
  void aChangeIsMadeAgainWhenWhatItReadHasChanged() throws IOException {
    TagRow before = new TagRow(APP, new Tag("t"), ONE, NOW);
    put(before);
    List<Digest> seen = new ArrayList<>();
    rows.change(change -> {
      TagRow read = change.find(before.key()).orElseThrow();
      seen.add(read.manifest());
      if (seen.size() == 1) {
        put(new TagRow(APP, new Tag("t"), TWO, NOW));
      }
      change.put(new NameRow(APP, read.manifest(), read.tag()));
      return read;
    });
    assertEquals(List.of(ONE, TWO), seen);
    assertEquals(
        Optional.empty(),
        rows.find(NameRow.key(APP, ONE, new Tag("t"))),
        "the first attempt left nothing");
  }

  @Test
  void aChangeReliesOnWhatItFoundAbsent() throws IOException {
    Row link = new LinkRow(ONE, APP, State.LIVE, NOW);
    int[] tries = {0};
    rows.change(change -> {
      boolean there = change.find(link.key()).isPresent();
      if (tries[0]++ == 0) {
        put(link);
      }
      change.put(new FactRow("there", String.valueOf(there)));
      return there;
    });
    assertEquals(Optional.of(new FactRow("there", "true")), rows.find(FactRow.key("there")));
  }

  @Test
  void aChangeSeesItsOwnWrites() throws IOException {
    Row link = new LinkRow(ONE, APP, State.LIVE, NOW);
    rows.change(change -> {
      change.put(link);
      assertEquals(Optional.of(link), change.find(link.key()));
      change.remove(link.key());
      assertEquals(Optional.empty(), change.find(link.key()));
      return link;
    });
    assertEquals(Optional.empty(), rows.find(link.key()));
  }

  @Test
  void repositoriesStandInTheOrderOfTheirNamesAndDoNotBleed() throws IOException {
    List<String> names = List.of("a", "a-b", "a.b", "a/b", "a/b/c", "a0", "a_b", "b");
    for (String name : names) {
      RepositoryName repository = new RepositoryName(name);
      put(
          new TagRow(repository, new Tag("t"), ONE, NOW),
          new TagRow(repository, new Tag("u"), ONE, NOW));
    }
    List<RepositoryName> expected = names.stream().map(RepositoryName::new).toList();
    assertEquals(expected, rows.repositories(Optional.empty(), 100));
    assertEquals(expected.subList(0, 3), rows.repositories(Optional.empty(), 3));
    assertEquals(
        expected.subList(4, 6), rows.repositories(Optional.of(new RepositoryName("a/b")), 2));
    assertEquals(
        expected.subList(7, 8),
        rows.repositories(Optional.of(new RepositoryName("aa")), 9),
        "after one not there");
    assertEquals(2, rows.scan(TagRow.in(new RepositoryName("a")), Optional.empty(), 100).size());
  }

  @Test
  void tagsArePagedFromAnyPoint() throws IOException {
    for (String tag : List.of("A", "_", "a", "a-1", "a.1", "b")) {
      put(new TagRow(APP, new Tag(tag), ONE, NOW));
    }
    assertEquals(List.of("A", "_", "a"), tags(Optional.empty(), 3));
    assertEquals(List.of("a-1", "a.1", "b"), tags(Optional.of("a"), 9));
    assertEquals(List.of("b"), tags(Optional.of("aaa"), 9));
    assertEquals(List.of(), tags(Optional.of("b"), 9));
  }

  private List<String> tags(Optional<String> after, int limit) throws IOException {
    return rows.scan(TagRow.in(APP), after, limit).stream().map(row -> row.tag().value()).toList();
  }

  @Test
  void forgetfulRowsChangeNothing() throws IOException {
    put(new NameRow(APP, ONE, new Tag("a")), new NameRow(APP, ONE, new Tag("c")));
    Rows forgetful = rows.forgetful();
    forgetful.change(change -> {
      change.put(new NameRow(APP, ONE, new Tag("b")));
      change.remove(NameRow.key(APP, ONE, new Tag("a")));
      return change;
    });
    List<String> seen = new ArrayList<>();
    forgetful.each(NameRow.in(APP), row -> seen.add(row.tag().value()));
    assertEquals(List.of("b", "c"), seen);
    assertEquals(2, rows.scan(NameRow.in(APP), Optional.empty(), 9).size());
  }

  @Test
  void aRowThatCannotBeReadIsDamageAndNamesItself() throws IOException {
    Map<String, Optional<Bytes>> write =
        Map.of("b " + ONE, Optional.of(Bytes.ofText("0123456789abcdef live x")));
    assertTrue(index.commit(new Batch(Map.of(), write)));
    DamagedRowException damage =
        assertThrows(DamagedRowException.class, () -> rows.find(BlobRow.key(ONE)));
    assertTrue(damage.getMessage().contains("live x"), damage.getMessage());
  }
}
