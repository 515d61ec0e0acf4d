package nscr.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import nscr.blob.BlobFile;
import nscr.blob.BlobName;
import nscr.blob.MemoryBlobBackend;
import nscr.blob.Staged;
import nscr.blob.StagedName;
import nscr.content.Progress;
import nscr.gc.GcReport;
import nscr.index.Batch;
import nscr.index.Bytes;
import nscr.index.Entry;
import nscr.oci.Digest;
import nscr.oci.RepositoryName;
import nscr.rows.BlobRow;
import nscr.rows.ContentRow;
import nscr.rows.EdgeRow;
import nscr.rows.TagRow;
import nscr.store.Sample;
import nscr.store.TestStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is damaged is mended as far as what is left tells how it was; what is lost is told, and can
/// be brought again.
class RepairTest {
  private static final RepositoryName APP = new RepositoryName("app");
  private static final Digest BASE = Example.BASE.digest();

  private TestStore test = new TestStore();

  /// What a repair said.
  private static class Said implements RepairListener {
    final List<String> mended = new ArrayList<>();
    final List<String> lost = new ArrayList<>();
    final List<String> left = new ArrayList<>();

    @Override
    public void mended(Finding what) {
      mended.add(what.toString());
    }

    @Override
    public void lost(Finding what) {
      lost.add(what.rule() + " " + what.subject());
    }

    @Override
    public void left(Finding what) {
      left.add(what.rule() + " " + what.subject());
    }
  }

  private Said repair() throws IOException {
    Said planned = new Said();
    List<Entry> before = entries();
    Repair.plan(test.store(), true, Progress.NONE, planned);
    assertEquals(before, entries(), "a plan changes nothing");
    Said said = new Said();
    RepairReport report = Repair.run(test.store(), true, Progress.NONE, said);
    assertEquals(planned.mended.stream().sorted().toList(), said.mended.stream().sorted().toList());
    assertEquals(planned.lost, said.lost);
    assertEquals(said.lost.isEmpty() && said.left.isEmpty(), report.isWhole());
    Said again = new Said();
    Repair.run(test.store(), true, Progress.NONE, again);
    assertEquals(List.of(), again.mended, "mended twice");
    return said;
  }

  private List<Entry> entries() throws IOException {
    return test.index().scan("", "~", Integer.MAX_VALUE);
  }

  private void set(String key, Optional<Bytes> value) throws IOException {
    test.index().commit(new Batch(Map.of(), Map.of(key, value)));
  }

  private BlobName fileOf(Digest blob) throws IOException {
    return test.store().rows().find(BlobRow.key(blob)).orElseThrow().file();
  }

  private void publish(BlobName file, byte[] content) throws IOException {
    StagedName staged = new StagedName("damage");
    try (Staged bytes = test.blobs().stage(staged)) {
      bytes.write(ByteBuffer.wrap(content));
    }
    test.blobs().publish(Map.of(staged, file));
  }

  @Test
  void aSoundStoreIsLeftAsItIs() throws IOException {
    Example.fill(test);
    List<Entry> before = entries();
    Said said = repair();
    assertEquals(List.of(), said.mended);
    assertEquals(List.of(), said.left);
    assertEquals(before, entries());
  }

  @Test
  void everyRowThatCannotBeReadIsMended() throws IOException {
    everyRowIsMended(Optional.of(Bytes.ofText("?")));
  }

  @Test
  void everyRowThatIsMissingIsMended() throws IOException {
    everyRowIsMended(Optional.empty());
  }

  /// Only the content of a manifest is nowhere else, if no other repository has it.
  private void everyRowIsMended(Optional<Bytes> damage) throws IOException {
    TestStore whole = test;
    Example.fill(whole);
    for (Entry entry : entries()) {
      test = copy(whole);
      set(entry.key(), damage);
      Said said = new Said();
      Repair.run(test.store(), false, Progress.NONE, said);
      boolean isContent = entry.key().startsWith("m ");
      boolean isElsewhere = entry.key().contains(Example.TWO.digest().toString());
      assertEquals(isContent && !isElsewhere ? 1 : 0, said.lost.size(), entry.key());
      if (!isContent) {
        assertEquals(List.of(), said.left, entry.key());
      }
      assertEquals(0, test.gc().passedOver(), entry.key());
      bringEverything();
      if (isContent) {
        // Gc cannot tell what a manifest needed whose content is lost.
        Repair.run(test.store(), false, Progress.NONE, new Said());
      }
      assertEquals(List.of(), test.findings(), entry.key());
      assertReadable(entry.key());
    }
  }

  private static TestStore copy(TestStore store) throws IOException {
    TestStore copy =
        new TestStore(
            new nscr.index.MemoryIndexBackend(),
            ((MemoryBlobBackend) store.blobs()).copy(),
            store.clock());
    Map<String, Optional<Bytes>> rows = new HashMap<>();
    for (Entry entry : store.index().scan("", "~", Integer.MAX_VALUE)) {
      rows.put(entry.key(), Optional.of(entry.value()));
    }
    copy.index().commit(new Batch(Map.of(), rows));
    return copy;
  }

  /// As clients do with what was told lost.
  private void bringEverything() throws IOException {
    test.push("app", Example.ONE, "one");
    test.push("app", Example.NESTED, "nested");
    test.push("app", Example.SBOM);
    test.push("app", Example.SIGNED_SBOM);
    test.push("app", Example.EARLY);
    test.push("app", Example.WINDOWS, "windows");
    test.push("app", Example.BROKEN, "broken");
    test.push("app", Example.UNTAGGED);
    test.put("app", Sample.index("of windows", Example.WINDOWS), "index-of-windows");
    test.push("mirror/app", Example.TWO, "two");
  }

  private void assertReadable(String when) throws IOException {
    for (Sample sample : List.of(Example.ONE, Example.NESTED, Example.BOTH, Example.WINDOWS)) {
      var found = test.repository("app").manifests().get(sample.digest());
      assertEquals(
          new String(sample.content(), StandardCharsets.UTF_8),
          new String(found.content(), StandardCharsets.UTF_8),
          when);
    }
    try (var content = test.repository("app").blobs().get(BASE).open()) {
      assertEquals(4, content.size(), when);
    }
  }

  @Test
  void aBlobWithoutItsRowGetsItsFileBack() throws IOException {
    Example.fill(test);
    BlobName before = fileOf(BASE);
    set(BlobRow.key(BASE).text(), Optional.empty());
    assertEquals(List.of(), repair().left);
    assertFalse(fileOf(BASE).equals(before), "the old name may be a gc's to delete");
    test.gc();
    assertEquals(List.of(), test.findings());
    assertReadable("");
  }

  @Test
  void aFileOfOtherBytesIsNotAdopted() throws IOException {
    Example.fill(test);
    test.blobs().delete(fileOf(BASE));
    publish(new BlobName(BASE, "other"), "bare".getBytes(StandardCharsets.UTF_8));
    assertEquals(List.of("R1 " + BASE), repair().lost);
  }

  @Test
  void aBlobWhoseFileIsGoneGetsAnotherThatIsThere() throws IOException {
    Example.fill(test);
    publish(new BlobName(BASE, "second"), Example.BASE.content());
    test.blobs().delete(fileOf(BASE));
    Said said = repair();
    assertEquals(List.of(), said.lost);
    assertEquals(List.of(), said.left);
    assertReadable("");
  }

  @Test
  void aLostBlobNamesWhatNeedsItAndCanBeBroughtAgain() throws IOException {
    Example.fill(test);
    test.blobs().delete(fileOf(BASE));
    List<Finding> told = new ArrayList<>();
    Said said =
        new Said() {
          @Override
          public void lost(Finding what) {
            told.add(what);
          }
        };
    Repair.run(test.store(), false, Progress.NONE, said);
    assertEquals(1, told.size());
    assertTrue(told.getFirst().message().contains("app@" + Example.ONE.digest()), told.toString());
    assertTrue(told.getFirst().message().contains("mirror/app@" + Example.TWO.digest()));
    assertFalse(said.left.isEmpty());
    bringEverything();
    assertEquals(List.of(), test.findings());
  }

  @Test
  void aDamagedFileIsSetAside(@TempDir Path directory) throws IOException {
    test = new TestStore(directory);
    Example.fill(test);
    BlobName file = fileOf(BASE);
    Path path =
        directory.resolve(
            "blobs/sha256/" + BASE.hex().substring(0, 2) + "/" + BASE.hex() + "." + file.birth());
    Files.delete(path);
    Files.writeString(path, "bare");
    assertEquals(List.of("R1 " + BASE), repair().lost);
    assertEquals("bare", Files.readString(directory.resolve("aside/" + path.getFileName())));
    bringEverything();
    assertEquals(List.of(), test.findings());
  }

  @Test
  void aTagWhoseReversesDisagreeIsLeftToItsOwner() throws IOException {
    Example.fill(test);
    var tag = new nscr.oci.Tag("one");
    test.store()
        .rows()
        .change(change -> {
          change.put(new nscr.rows.NameRow(APP, Example.TWO.digest(), tag));
          change.remove(TagRow.key(APP, tag));
          return tag;
        });
    assertEquals(List.of("R3 app:one", "R3 app:one"), repair().left);
    test.tag("app", Example.ONE.digest(), "one");
    assertEquals(List.of(), repair().left);
    assertEquals(
        Example.ONE.digest(), test.repository("app").tags().find(tag).orElseThrow().manifest());
  }

  @Test
  void edgesOfALostManifestThatATagStillNamesStay() throws IOException {
    Example.fill(test);
    String subject = APP + " " + Example.ONE.digest();
    set("m " + subject, Optional.empty());
    set("r " + APP + " m " + Example.ONE.digest(), Optional.empty());
    repair();
    test.gc();
    assertTrue(
        test.store().rows().any(EdgeRow.to(APP, Example.ONE.children().get(1).digest())),
        "its layers wait for it");
    test.put("app", Example.ONE, "one");
    assertEquals(List.of(), test.findings());
  }

  @Test
  void gcPassesOverWhatCannotBeRead() throws IOException {
    TestStore whole = test;
    Example.fill(whole);
    for (Entry entry : entries()) {
      test = copy(whole);
      set(entry.key(), Optional.of(Bytes.ofText("?")));
      GcReport report = test.gc();
      if (entry.key().startsWith("q ") || entry.key().startsWith("u ")) {
        assertTrue(report.passedOver() > 0, entry.key());
      }
      set(entry.key(), Optional.of(entry.value()));
      test.gc();
      List<Finding> findings = test.findings();
      // A gc that could not read a row may have left what hangs on it; it must not have taken it.
      assertEquals(
          List.of(),
          findings.stream()
              .filter(f -> f.rule().equals("R1") && f.subject().contains("app"))
              .toList(),
          entry.key());
    }
  }

  /// Any number of damages at once, of rows and files.
  @Test
  void whateverIsDamagedIsMendedOrTold() throws IOException {
    long seed = Long.getLong("nscr.seed", System.nanoTime());
    System.out.println("seed " + seed);
    TestStore whole = test;
    Example.fill(whole);
    for (int round = 0; round < Integer.getInteger("nscr.repair.rounds", 20); round++) {
      Random random = new Random(seed + round);
      String when = "seed " + (seed + round);
      test = copy(whole);
      for (int n = random.nextInt(8); n >= 0; n--) {
        damage(random);
      }
      Said said = repair();
      assertEquals(0, test.gc().passedOver(), when);
      bringEverything();
      Repair.run(test.store(), true, Progress.NONE, new Said());
      test.gc();
      assertEquals(List.of(), unforeseen(said), when);
      assertReadable(when);
    }
  }

  /// What is still found when everything was brought again, but for tags that were told lost.
  private List<Finding> unforeseen(Said said) throws IOException {
    return test.findings().stream()
        .filter(f -> !said.left.contains(f.rule() + " " + f.subject()))
        .toList();
  }

  private void damage(Random random) throws IOException {
    if (random.nextInt(3) > 0) {
      List<Entry> entries = entries();
      Entry entry = entries.get(random.nextInt(entries.size()));
      set(entry.key(), random.nextBoolean() ? Optional.empty() : Optional.of(Bytes.ofText("?")));
      return;
    }
    Map<BlobFile, byte[]> files = new LinkedHashMap<>(((MemoryBlobBackend) test.blobs()).files());
    List<BlobFile> published = new ArrayList<>(files.keySet());
    published.removeIf(file -> !(file instanceof BlobName));
    BlobName file = (BlobName) published.get(random.nextInt(published.size()));
    byte[] content = files.get(file);
    test.blobs().delete(file);
    switch (random.nextInt(3)) {
      case 0 -> publish(new BlobName(file.digest(), "elsewhere" + random.nextInt(1000)), content);
      case 1 -> publish(file, new byte[content.length]);
      default -> {
        // It is gone.
      }
    }
  }

  @Test
  void contentThatAnotherRepositoryHasIsTakenFromThere() throws IOException {
    Example.fill(test);
    var key = ContentRow.key(APP, Example.TWO.digest());
    set(key.text(), Optional.of(Bytes.ofText("0123456789abcdef application/json\n{}")));
    Said said = repair();
    assertEquals(List.of(), said.lost);
    assertEquals(List.of(), said.left);
    assertEquals(
        Example.TWO.content().length, test.store().rows().find(key).orElseThrow().content().length);
  }
}
