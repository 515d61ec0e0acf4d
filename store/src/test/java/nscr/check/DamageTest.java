package nscr.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nscr.blob.BlobName;
import nscr.blob.Staged;
import nscr.blob.StagedName;
import nscr.oci.Descriptor;
import nscr.oci.Digest;
import nscr.oci.MediaType;
import nscr.oci.RepositoryName;
import nscr.oci.Tag;
import nscr.rows.BlobRow;
import nscr.rows.ContentRow;
import nscr.rows.EdgeRow;
import nscr.rows.Key;
import nscr.rows.LinkRow;
import nscr.rows.ManifestChanges;
import nscr.rows.ManifestRow;
import nscr.rows.NameRow;
import nscr.rows.ReferrerRow;
import nscr.rows.ReviewRow;
import nscr.rows.ReviewRow.Kind;
import nscr.rows.Row;
import nscr.rows.State;
import nscr.rows.TagRow;
import nscr.store.Sample;
import nscr.store.TestStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Each kind of damage is found, and nothing else is.
class DamageTest {
  private static final RepositoryName APP = new RepositoryName("app");
  private static final Sample ONE = Example.ONE;
  private static final Digest BASE = Example.BASE.digest();
  private static final Digest ABSENT = Digest.of(new byte[] {4});

  private final TestStore test = new TestStore();

  @BeforeEach
  void fill() throws IOException {
    Example.fill(test);
  }

  /// @param expected rules and subjects
  private void assertFound(String... expected) throws IOException {
    assertEquals(List.of(expected).stream().sorted().toList(), found(test));
  }

  private static List<String> found(TestStore in) throws IOException {
    return in.findings().stream().map(f -> f.rule() + " " + f.subject()).sorted().toList();
  }

  private void put(Row... rows) throws IOException {
    test.store()
        .rows()
        .change(change -> {
          List.of(rows).forEach(change::put);
          return rows;
        });
  }

  private void remove(Key<?>... keys) throws IOException {
    test.store()
        .rows()
        .change(change -> {
          List.of(keys).forEach(change::remove);
          return keys;
        });
  }

  private <R extends Row> R row(Key<R> key) throws IOException {
    return test.store().rows().find(key).orElseThrow();
  }

  private BlobName fileOf(Digest blob) throws IOException {
    return row(BlobRow.key(blob)).file();
  }

  private BlobName publish(BlobName file, String content) throws IOException {
    StagedName staged = new StagedName("damage");
    try (Staged bytes = test.blobs().stage(staged)) {
      bytes.write(ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8)));
    }
    test.blobs().publish(Map.of(staged, file));
    return file;
  }

  private static Key<ManifestRow> manifest(Sample sample) {
    return ManifestRow.key(APP, sample.digest());
  }

  private static String app(Object digest) {
    return "app@" + digest;
  }

  @Test
  void aFileThatIsGone() throws IOException {
    test.blobs().delete(fileOf(BASE));
    assertFound("R1 " + BASE);
  }

  @Test
  void aFileThatIsCutShort() throws IOException {
    publish(fileOf(BASE), "bas");
    assertFound("R1 " + BASE);
  }

  @Test
  void aFileThatHasOtherBytes() throws IOException {
    publish(fileOf(BASE), "bare");
    assertFound("digest " + BASE);
  }

  @Test
  void aFileThatNothingNames() throws IOException {
    BlobName orphan = publish(new BlobName(ABSENT, "of-nobody"), "content");
    assertFound("queue " + orphan);
  }

  @Test
  void aFileOfABlobThatIsInAnother() throws IOException {
    BlobName second = publish(new BlobName(BASE, "second-birth"), "base");
    assertFound("queue " + second);
  }

  @Test
  void aFileThatCannotBeOpened(@TempDir Path directory) throws IOException {
    TestStore files = new TestStore(directory);
    files.push("app", ONE, "one");
    BlobName name = files.store().rows().find(BlobRow.key(BASE)).orElseThrow().file();
    Path file =
        directory
            .resolve("blobs/sha256")
            .resolve(BASE.hex().substring(0, 2))
            .resolve(BASE.hex() + "." + name.birth());
    Files.move(file, directory.resolve("elsewhere"));
    Files.createSymbolicLink(file, directory.resolve("elsewhere"));
    assertEquals(List.of("R1 " + BASE, "foreign " + file), found(files));
  }

  @Test
  void aFileThatCannotBeRead() throws IOException {
    BadSectors bad = new BadSectors(fileOf(BASE), test.blobs());
    assertEquals(List.of("digest " + BASE), found(new TestStore(test.index(), bad, test.clock())));
  }

  @Test
  void filesThatAreNoneOfTheStores(@TempDir Path directory) throws IOException {
    TestStore files = new TestStore(directory);
    files.push("app", ONE, "one");
    Path digits = directory.resolve("blobs/sha256/" + BASE.hex().substring(0, 2));
    List<Path> foreign =
        List.of(
            Files.writeString(digits.resolve("notes.txt"), "mine"),
            Files.writeString(directory.resolve("blobs/sha256/of no digest"), ""),
            Files.createDirectory(directory.resolve("staged/a-directory")));
    assertEquals(foreign.stream().map(path -> "foreign " + path).sorted().toList(), found(files));
  }

  @Test
  void aLinkWithoutABlob() throws IOException {
    put(
        new LinkRow(ABSENT, APP, State.LIVE, Instant.EPOCH),
        ReviewRow.of(Kind.LINK, Instant.EPOCH, ABSENT, APP));
    assertFound("R1 " + app(ABSENT));
  }

  @Test
  void aBlobWithoutItsRow() throws IOException {
    BlobName file = fileOf(BASE);
    remove(BlobRow.key(BASE));
    assertFound("R1 " + app(BASE), "R1 mirror/app@" + BASE, "queue " + file);
  }

  @Test
  void aLinkThatNothingNeeds() throws IOException {
    put(
        new LinkRow(
            ONE.children().get(1).digest(),
            new RepositoryName("other"),
            State.LIVE,
            Instant.EPOCH));
    assertFound("queue other@" + ONE.children().get(1).digest());
  }

  @Test
  void aBlobThatNoRepositoryHas() throws IOException {
    BlobName file = publish(new BlobName(Digest.of(new byte[] {1}), "of-nobody"), "\1");
    put(new BlobRow(file.digest(), file.birth(), 1, State.LIVE));
    assertFound("queue " + file.digest());
  }

  @Test
  void aManifestWhoseBlobIsNotInItsRepository() throws IOException {
    remove(LinkRow.key(BASE, new RepositoryName("mirror/app")));
    assertFound("R1 mirror/app@" + Example.TWO.digest());
  }

  @Test
  void aManifestWithoutItsContent() throws IOException {
    remove(ContentRow.key(APP, ONE.digest()));
    assertFound("R3 " + app(ONE.digest()));
  }

  @Test
  void contentWithoutItsManifest() throws IOException {
    put(new ContentRow(APP, ABSENT, MediaType.IMAGE_MANIFEST, new byte[] {4}));
    assertFound("R3 " + app(ABSENT));
  }

  @Test
  void aManifestThatHasOtherBytes() throws IOException {
    byte[] content = ONE.content().clone();
    content[content.length - 1] = ' ';
    put(new ContentRow(APP, ONE.digest(), ONE.mediaType(), content));
    assertFound("digest " + app(ONE.digest()));
  }

  @Test
  void aManifestThatIsNone() throws IOException {
    byte[] content = "[]".getBytes(StandardCharsets.UTF_8);
    Digest digest = Digest.of(content);
    MediaType type = MediaType.IMAGE_MANIFEST;
    put(
        new ManifestRow(APP, digest, type, 2, 0, Instant.EPOCH, Optional.empty(), Instant.EPOCH),
        new ContentRow(APP, digest, type, content),
        ReviewRow.of(Kind.UNTAGGED, Instant.EPOCH, digest, APP));
    assertFound("row " + app(digest));
  }

  @Test
  void anIndexWhoseManifestIsGone() throws IOException {
    ManifestRow two = row(manifest(Example.TWO));
    test.store()
        .rows()
        .change(change -> {
          ManifestChanges.remove(change, two, test.clock().instant());
          return two;
        });
    assertFound("R1 " + app(Example.BOTH.digest()));
  }

  @Test
  void aManifestWithoutAnEdge() throws IOException {
    remove(EdgeRow.key(APP, BASE, ONE.digest()));
    assertFound("R3 " + app(ONE.digest()));
  }

  @Test
  void edgesThatAreNone() throws IOException {
    put(
        new EdgeRow(APP, Example.CACHE.digest(), ABSENT),
        new EdgeRow(APP, BASE, Example.NESTED.digest()));
    assertFound("R3 " + app(Example.CACHE.digest()), "R3 " + app(BASE));
  }

  @Test
  void aManifestsRowThatSaysAnotherType() throws IOException {
    ManifestRow row = row(manifest(ONE));
    put(changed(row, MediaType.DOCKER_MANIFEST, row.size(), row.contentSize()));
    assertFound("row " + app(ONE.digest()));
  }

  @Test
  void aManifestsRowThatSaysAnotherSize() throws IOException {
    ManifestRow row = row(manifest(Example.NESTED));
    put(changed(row, row.mediaType(), row.size() + 1, row.contentSize()));
    assertFound("row " + app(row.digest()));
  }

  @Test
  void aManifestsRowThatSaysAnotherContentSize() throws IOException {
    ManifestRow row = row(manifest(Example.NESTED));
    put(changed(row, row.mediaType(), row.size(), row.contentSize() + 1));
    assertFound("row " + app(row.digest()));
  }

  private static ManifestRow changed(ManifestRow row, MediaType type, long size, long contentSize) {
    return new ManifestRow(
        row.repository(),
        row.digest(),
        type,
        size,
        contentSize,
        row.pushed(),
        row.subject(),
        row.came());
  }

  @Test
  void aManifestsRowThatSaysAnotherSubject() throws IOException {
    ManifestRow row = row(manifest(Example.EARLY));
    Optional<Digest> subject = Optional.of(ABSENT);
    put(
        new ManifestRow(
            APP,
            row.digest(),
            row.mediaType(),
            row.size(),
            row.contentSize(),
            row.pushed(),
            subject,
            row.came()));
    // It is also still listed as a referrer of the one that it has.
    assertFound("row " + app(row.digest()), "R3 " + app(row.digest()));
  }

  @Test
  void aTagWithoutItsManifest() throws IOException {
    Tag tag = new Tag("lost");
    put(new TagRow(APP, tag, ABSENT, Instant.EPOCH), new NameRow(APP, ABSENT, tag));
    assertFound("R1 app:lost");
  }

  @Test
  void aTagThatItsManifestDoesNotKnow() throws IOException {
    put(new TagRow(APP, new Tag("unknown"), ONE.digest(), Instant.EPOCH));
    assertFound("R3 app:unknown");
  }

  @Test
  void tagsThatAManifestDoesNotHave() throws IOException {
    put(
        new NameRow(APP, ONE.digest(), new Tag("none")),
        new NameRow(APP, ONE.digest(), new Tag("nested")));
    assertFound("R3 app:none", "R3 app:nested");
  }

  @Test
  void aReferrerThatIsNotListed() throws IOException {
    remove(ReferrerRow.key(APP, ONE.digest(), Example.SBOM.digest()));
    assertFound("R3 " + app(Example.SBOM.digest()));
  }

  @Test
  void aReferrerThatIsNone() throws IOException {
    Descriptor absent = Descriptor.of(MediaType.IMAGE_MANIFEST, ABSENT, 1);
    put(
        new ReferrerRow(APP, ONE.digest(), absent),
        new ReferrerRow(APP, ONE.digest(), Example.WINDOWS.descriptor()));
    assertFound("R3 " + app(ABSENT), "R3 " + app(Example.WINDOWS.digest()));
  }

  @Test
  void aReferrerThatIsDescribedWrongly() throws IOException {
    put(new ReferrerRow(APP, ONE.digest(), Example.SBOM.descriptor()));
    assertFound("row " + app(Example.SBOM.digest()));
  }

  @Test
  void manifestsThatNothingNeeds() throws IOException {
    List<Sample> unneeded = List.of(Example.UNTAGGED, Example.EARLY);
    test.store()
        .rows()
        .each(
            ReviewRow.of(Kind.UNTAGGED),
            review -> {
              if (unneeded.stream().anyMatch(one -> one.digest().equals(review.digest()))) {
                remove(review.key());
              }
            });
    assertFound("queue " + app(Example.UNTAGGED.digest()), "queue " + app(Example.EARLY.digest()));
  }
}
