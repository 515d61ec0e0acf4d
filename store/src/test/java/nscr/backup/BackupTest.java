package nscr.backup;

import static nscr.backup.Originals.blobs;
import static nscr.backup.Originals.content;
import static nscr.backup.Originals.delete;
import static nscr.backup.Originals.image;
import static nscr.backup.Originals.load;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import nscr.gc.Gc;
import nscr.oci.RepositoryName;
import nscr.oci.Tag;
import nscr.store.Repository;
import nscr.store.Sample;
import nscr.store.Store;
import nscr.store.StoreException;
import nscr.store.StoreLock;
import nscr.store.TestStore;
import nscr.store.Upload;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(300)
class BackupTest {
  private static final int FILES_OF_AN_IMAGE = 2;

  @TempDir private Path temporary;
  private Originals originals;
  private Path backup;

  @BeforeEach
  void stock() throws IOException {
    originals = new Originals(temporary.resolve("store"));
    backup = temporary.resolve("a backup");
    try (Store store = originals.open()) {
      load(store, image("one"), "app:1");
      load(store, image("two"), "app:2");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aBackupHoldsTheStoreAndIsOneToRead(boolean mayLink) throws IOException {
    BackupReport report = originals.backUp(backup, mayLink);
    assertEquals(5, report.blobs());
    assertEquals(mayLink ? 5 : 0, report.transferred().linked());
    assertEquals(mayLink ? 0 : 5, report.transferred().copied());
    assertEquals(content(originals.directory()), content(backup));
    assertEquals(5, blobs(backup).size());
    for (Path blob : blobs(backup)) {
      assertEquals(mayLink ? 2 : 1, Files.getAttribute(blob, "unix:nlink"));
      assertEquals("r--r--r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(blob)));
    }
    try (Store store = Originals.open(backup);
        Store guest = Originals.open(backup)) {
      for (Store one : List.of(store, guest)) {
        String refusal =
            assertThrows(StoreException.ReadOnly.class, () -> delete(one, "1")).getMessage();
        assertTrue(refusal.contains("is a backup"), refusal);
        assertThrows(StoreException.ReadOnly.class, () -> load(one, image("three"), "app:3"));
        assertThrows(StoreException.ReadOnly.class, () -> Gc.execute(one, TestStore.AT_ONCE));
      }
    }
    assertFalse(Files.exists(backup.resolve("reserve")));
    assertEquals(content(originals.directory()), content(backup));
    // Nothing of it is left in the store.
    try (Stream<Path> left = Files.list(originals.directory())) {
      assertEquals(List.of(), left.filter(path -> path.toString().contains("checkpoint")).toList());
    }
  }

  @Test
  void whatNothingHoldsIsFoundThoughNoPromiseOfItCanBeNoted() throws IOException {
    Sample one = image("one");
    Sample two = image("two");
    try (Store store = originals.open()) {
      Repository app = store.repository(new RepositoryName("app"));
      app.manifests().delete(one.digest());
      app.tags().delete(new Tag("2"));
    }
    originals.backUp(backup, true);
    try (Store store = Originals.open(backup)) {
      Repository app = store.repository(new RepositoryName("app"));
      assertTrue(app.manifests().promise(two.digest()).isPresent());
      for (Sample blob : one.children()) {
        assertTrue(app.blobs().promise(blob.digest()).isPresent());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theNextOneBringsWhatChangedAndTakesAwayWhatWent(boolean mayLink) throws IOException {
    originals.backUp(backup, mayLink);
    BackupReport again = originals.backUp(backup, mayLink);
    assertEquals(0, again.transferred().linked() + again.transferred().copied() + again.removed());
    assertEquals(5, again.transferred().unchanged());

    Sample three = image("three");
    try (Store store = originals.open()) {
      load(store, three, "app:3");
      delete(store, "2");
      Gc.execute(store, TestStore.AT_ONCE);
    }
    BackupReport report = originals.backUp(backup, mayLink);
    Transferred moved = report.transferred();
    long bytes =
        three.children().stream().mapToLong(child -> child.content().length).sum()
            - "shared".length();
    assertEquals(FILES_OF_AN_IMAGE, moved.linked() + moved.copied());
    assertEquals(bytes, moved.linkedBytes() + moved.copiedBytes());
    assertEquals(3, moved.unchanged());
    assertEquals(FILES_OF_AN_IMAGE, report.removed());
    assertEquals(5, report.blobs());
    assertEquals(content(originals.directory()), content(backup));
    assertEquals(5, blobs(backup).size());
    try (Stream<Path> entries = Files.list(backup)) {
      assertEquals(
          1, entries.filter(path -> path.getFileName().toString().startsWith("index-")).count());
    }
  }

  @Test
  void tablesOfTheIndexThatAreTheSameAreNotCopiedAgain() throws IOException {
    Path directory = temporary.resolve("others");
    TransferOptions options = Originals.options(false, Originals.NOBODY);
    try (Store store = Originals.open(directory)) {
      for (int i = 0; i < 100; i++) {
        load(store, image("more " + i), "more:" + i);
      }
      long first = Backup.run(store, directory, backup, options).transferred().indexBytes();
      long again = first;
      // Compaction may go on for a while, and makes new tables of the old ones.
      for (int run = 0; run < 10 && again >= first / 2; run++) {
        again = Backup.run(store, directory, backup, options).transferred().indexBytes();
      }
      assertTrue(again < first / 2, first + " bytes, then " + again);
    }
    assertEquals(100, content(backup).size());
  }

  @Test
  void whatIsInProgressIsNoPartOfWhatIsRestored() throws IOException {
    Path restored = temporary.resolve("restored");
    try (Store store = originals.open()) {
      Repository app = store.repository(new RepositoryName("app"));
      try (Upload upload = app.blobs().upload()) {
        upload.write(ByteBuffer.wrap(new byte[100]));
      }
      originals.backUp(backup);
      TreeMap<String, String> before = content(originals.directory());
      load(store, image("later"), "app:later");
      RestoreReport report =
          Restore.run(backup, restored, Originals.options(true, Originals.NOBODY));
      assertEquals(5, report.blobs());
      assertEquals(0, report.lost());
      assertEquals(before, content(restored));
    }
    try (Store store = Originals.open(restored)) {
      assertEquals(0, Gc.execute(store, TestStore.AT_ONCE).uploads());
      load(store, image("three"), "app:3");
      delete(store, "1");
      Gc.execute(store, TestStore.AT_ONCE);
      assertEquals(List.of(), Originals.findings(store));
    }
    // The backup does not know.
    assertEquals(2, content(backup).size());
    new Originals(restored).backUp(backup);
    assertEquals(content(restored), content(backup));
  }

  @Test
  void aFileThatTheBackupLostOrThatWasCutShortIsBroughtAgain() throws IOException {
    originals.backUp(backup, false);
    List<Path> files = blobs(backup);
    Files.delete(files.get(0));
    Files.delete(files.get(1));
    Files.writeString(files.get(1), "short");
    assertEquals(0, originals.backUp(backup, false).transferred().copied());
    try (Store store = originals.open()) {
      TransferOptions usual = Originals.options(false, Originals.NOBODY);
      TransferOptions thorough =
          new TransferOptions(false, true, usual.process(), usual.patience(), usual.progress());
      BackupReport report = Backup.run(store, originals.directory(), backup, thorough);
      assertEquals(2, report.transferred().copied());
    }
    assertEquals(content(originals.directory()), content(backup));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aDamagedStoreDoesNotSpoilItsBackup(boolean mayLink) throws IOException {
    originals.backUp(backup, false);
    TreeMap<String, String> before = content(backup);
    try (Store store = originals.open()) {
      load(store, image("three"), "app:3");
    }
    List<String> known = blobs(backup).stream().map(path -> path.getFileName() + "").toList();
    Path fresh =
        blobs(originals.directory()).stream()
            .filter(path -> !known.contains(path.getFileName() + ""))
            .findAny()
            .orElseThrow();
    byte[] content = Files.readAllBytes(fresh);
    Files.delete(fresh);
    if (!mayLink) {
      content[0] ^= 1;
      Files.write(fresh, content);
    }
    String refusal =
        assertThrows(StoreException.Damaged.class, () -> originals.backUp(backup, mayLink))
            .getMessage();
    assertTrue(refusal.contains("The backup stays as it was"), refusal);
    assertEquals(before, content(backup));
  }

  @Test
  void aDamagedIndexDoesNotSpoilItsBackup() throws IOException {
    originals.backUp(backup, false);
    TreeMap<String, String> before = content(backup);
    try (Store store = originals.open()) {
      load(store, image("three"), "app:3");
      Backup.run(
          store,
          originals.directory(),
          temporary.resolve("other"),
          Originals.options(true, Originals.NOBODY));
      Path table;
      try (Stream<Path> files = Files.list(originals.directory().resolve("index"))) {
        table =
            files
                .filter(path -> path.toString().endsWith(".sst"))
                .max(java.util.Comparator.comparing(path -> path.toFile().length()))
                .orElseThrow();
      }
      byte[] bytes = Files.readAllBytes(table);
      for (int at = 0; at < bytes.length / 2; at++) {
        bytes[at] ^= 1;
      }
      Files.write(table, bytes);
      assertThrows(
          nscr.index.DamagedIndexException.class,
          () ->
              Backup.run(
                  store,
                  originals.directory(),
                  backup,
                  Originals.options(false, Originals.NOBODY)));
    }
    assertEquals(before, content(backup));
  }

  @Test
  void aBackupThatLostABlobIsRestoredWithoutIt() throws IOException {
    originals.backUp(backup, false);
    Files.delete(blobs(backup).getFirst());
    Path damaged = blobs(backup).getFirst();
    byte[] content = Files.readAllBytes(damaged);
    content[0] ^= 1;
    Files.delete(damaged);
    Files.write(damaged, content);
    Path restored = temporary.resolve("restored");
    RestoreReport report =
        Restore.run(backup, restored, Originals.options(false, Originals.NOBODY));
    assertEquals(2, report.lost());
    try (Store store = Originals.open(restored)) {
      assertEquals(
          2, Originals.findings(store).stream().filter(found -> found.rule().equals("R1")).count());
    }
  }

  @Test
  void nothingElseIsTakenForABackup() throws IOException {
    Path foreign = Files.createDirectory(temporary.resolve("foreign"));
    Files.writeString(foreign.resolve("thesis.txt"), "");
    assertThrows(StoreException.Format.class, () -> originals.backUp(foreign));
    assertEquals(List.of(foreign.resolve("thesis.txt")), Files.list(foreign).toList());

    Originals others = new Originals(temporary.resolve("others"));
    others.open().close();
    assertThrows(StoreException.Format.class, () -> originals.backUp(others.directory()));
    others.backUp(backup);
    String refusal =
        assertThrows(StoreException.Format.class, () -> originals.backUp(backup)).getMessage();
    assertTrue(refusal.contains("another store"), refusal);

    Path inside = originals.directory().resolve("backup");
    assertThrows(StoreException.Format.class, () -> originals.backUp(inside));
    assertThrows(StoreException.Format.class, () -> originals.backUp(originals.directory()));
    assertThrows(StoreException.Format.class, () -> originals.backUp(temporary));
  }

  @Test
  void aBackupCannotBeBackedUpAndNothingIsMadeOfIt() throws IOException {
    originals.backUp(backup);
    Path another = temporary.resolve("another");
    try (Store store = Originals.open(backup)) {
      var options = Originals.options(true, Originals.NOBODY);
      assertThrows(
          StoreException.ReadOnly.class, () -> Backup.run(store, backup, another, options));
    }
    assertTrue(Files.notExists(another), "no trace of it");
  }

  @Test
  void onlyNothingIsRestoredOver() throws IOException {
    originals.backUp(backup);
    TransferOptions options = Originals.options(true, Originals.NOBODY);
    Path foreign = Files.createDirectory(temporary.resolve("foreign"));
    Files.writeString(foreign.resolve("thesis.txt"), "");
    for (Path taken : List.of(foreign, originals.directory(), backup, backup.resolve("in"))) {
      assertThrows(StoreException.Format.class, () -> Restore.run(backup, taken, options));
    }
    Path restored = temporary.resolve("restored");
    for (Path none : List.of(foreign, originals.directory())) {
      assertThrows(StoreException.Format.class, () -> Restore.run(none, restored, options));
    }
    Path nowhere = temporary.resolve("nowhere");
    assertThrows(StoreException.Missing.class, () -> Restore.run(nowhere, restored, options));
    assertFalse(Files.exists(restored));
  }

  @Test
  void whoHasTheBackupIsNamed() throws IOException {
    originals.backUp(backup);
    try (var _ = StoreLock.take(backup, "process 4711 (nscr ls)").orElseThrow();
        Store store = originals.open()) {
      TransferOptions now =
          new TransferOptions(true, false, "a test", java.time.Duration.ZERO, Originals.NOBODY);
      String refusal =
          assertThrows(
                  StoreException.Busy.class,
                  () -> Backup.run(store, originals.directory(), backup, now))
              .getMessage();
      assertTrue(refusal.contains("in use by process 4711 (nscr ls)"), refusal);
    }
    assertEquals(Map.of(), Map.copyOf(keeps()));
  }

  private Map<String, String> keeps() throws IOException {
    Map<String, String> found = new TreeMap<>();
    try (Store store = originals.open()) {
      store.rows().each(nscr.rows.KeepRow.all(), row -> found.put(row.id(), row.fields()));
    }
    return found;
  }

  @Test
  void anotherFileSystemGetsCopies() throws IOException {
    Path memory = Path.of("/dev/shm");
    assumeTrue(
        Files.isWritable(memory)
            && !Files.getFileStore(memory).equals(Files.getFileStore(temporary)));
    Path there = Files.createTempDirectory(memory, "nscr-backup");
    try {
      Path target = there.resolve("backup");
      assertEquals(5, originals.backUp(target).transferred().copied());
      try (Store store = originals.open()) {
        load(store, image("three"), "app:3");
      }
      assertEquals(FILES_OF_AN_IMAGE, originals.backUp(target).transferred().copied());
      assertEquals(content(originals.directory()), content(target));
      Path restored = temporary.resolve("restored");
      Restore.run(target, restored, Originals.options(true, Originals.NOBODY));
      assertEquals(content(target), content(restored));
    } finally {
      try (Stream<Path> files = Files.walk(there)) {
        for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
