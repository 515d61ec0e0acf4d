package nscr.backup;

import static nscr.backup.Originals.content;
import static nscr.backup.Originals.image;
import static nscr.backup.Originals.load;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import nscr.gc.Gc;
import nscr.oci.RepositoryName;
import nscr.oci.Tag;
import nscr.rows.KeepRow;
import nscr.store.Store;
import nscr.store.StoreException;
import nscr.store.TestStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Processes that die in the middle of a backup: it is what it was or what it was to be, the store
/// loses nothing by it, and the next one goes on.
@Timeout(600)
class BackupKillTest {
  @TempDir private Path temporary;
  private Originals originals;
  private Path backup;

  @BeforeEach
  void stock() throws IOException {
    originals = new Originals(temporary.resolve("store"));
    backup = temporary.resolve("backup");
    try (Store store = originals.open()) {
      load(store, image("one"), "app:1");
      load(store, image("two"), "app:2");
    }
  }

  /// Answers whether it died.
  private boolean run(String what, Path store, int steps) throws Exception {
    Path said = temporary.resolve("said");
    Process process = start(said, what, store, steps);
    int code = process.waitFor();
    assertTrue(code == 0 || code == 137, code + ": " + Files.readString(said));
    return code != 0;
  }

  private Process start(Path said, String what, Path store, int steps) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-Djava.library.path=" + System.getProperty("java.library.path"),
            "-cp",
            System.getProperty("java.class.path"),
            MortalBackup.class.getName(),
            what,
            store.toString(),
            backup.toString(),
            Integer.toString(steps))
        .redirectErrorStream(true)
        .redirectOutput(said.toFile())
        .start();
  }

  @Test
  void aFirstBackupThatDiesIsNoneAndTheNextOneCompletesIt() throws Exception {
    int steps = 0;
    int complete = 0;
    while (run("backup", originals.directory(), steps)) {
      if (Files.exists(backup.resolve("format"))) {
        assertEquals(content(originals.directory()), content(backup));
        complete++;
      } else {
        assertThrows(StoreException.Format.class, () -> Originals.open(backup));
      }
      steps++;
    }
    assertTrue(steps > 4, steps + " steps");
    assertEquals(1, complete, "it dies once between its completion and its end");
    assertEquals(content(originals.directory()), content(backup));
    assertNothingIsLeft();
  }

  @Test
  void aLaterBackupThatDiesIsTheOneBeforeOrTheNewOne() throws Exception {
    originals.backUp(backup, false);
    TreeMap<String, String> before = content(backup);
    try (Store store = originals.open()) {
      load(store, image("three"), "app:3");
      store.repository(new RepositoryName("app")).manifests().release(new Tag("1"));
    }
    TreeMap<String, String> after = content(originals.directory());
    int steps = 0;
    for (; run("backup", originals.directory(), steps); steps++) {
      assertTrue(List.of(before, after).contains(content(backup)));
      try (Store store = originals.open()) {
        // What gc was kept from by the one that died it is kept from no more.
        Gc.execute(store, TestStore.AT_ONCE);
        assertEquals(List.of(), Originals.findings(store));
      }
    }
    assertTrue(steps > 4, steps + " steps");
    assertEquals(after, content(backup));
    assertNothingIsLeft();
  }

  private void assertNothingIsLeft() throws IOException {
    try (Store store = originals.open()) {
      Gc.execute(store, TestStore.AT_ONCE);
      store.rows().each(KeepRow.all(), row -> assertEquals("", row.id()));
    }
    originals.backUp(backup, false);
    assertEquals(List.of(), named(originals.directory(), "checkpoint.*"));
    assertEquals(2, named(backup, "index.*").size());
    try (Stream<Path> files = Files.walk(backup.resolve("staged"))) {
      assertEquals(0, files.filter(Files::isRegularFile).count());
    }
  }

  private static List<String> named(Path directory, String pattern) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries
          .map(path -> path.getFileName().toString())
          .filter(name -> name.matches(pattern))
          .toList();
    }
  }

  @Test
  void aStoreAppearsWhenItIsWhollyRestored() throws Exception {
    originals.backUp(backup, false);
    Path restored = temporary.resolve("restored");
    int steps = 0;
    for (; run("restore", restored, steps); steps += 2) {
      String refusal =
          assertThrows(StoreException.Format.class, () -> Originals.open(restored)).getMessage();
      assertTrue(refusal.contains("run nscr restore again"), refusal);
    }
    assertTrue(steps > 4, steps + " steps");
    assertEquals(content(backup), content(restored));
    assertEquals(List.of(), named(restored, "restoring"));
  }

  @Test
  void aStoreIsReplacedWhollyOrNotYetAndTheNextAttemptGoesOn() throws Exception {
    originals.backUp(backup, false);
    int steps = 0;
    int between = 0;
    boolean dies;
    do {
      Path place = temporary.resolve("place" + steps);
      try (Store store = Originals.open(place)) {
        load(store, image("other"), "other:1");
      }
      TreeMap<String, String> before = content(place);
      dies = run("replace", place, steps++);
      if (Files.exists(place)) {
        assertTrue(List.of(before, content(backup)).contains(content(place)));
      } else {
        between++;
      }
      if (dies) {
        run("replace", place, Integer.MAX_VALUE);
      }
      assertEquals(content(backup), content(place));
      assertEquals(before, content(temporary.resolve(place.getFileName() + ".replaced-1")));
      assertEquals(List.of(), named(temporary, ".*[.]restoring"));
      assertEquals(List.of(), named(place, "restoring"));
    } while (dies);
    assertTrue(steps > 6, steps + " steps");
    assertEquals(1, between, "it dies once when neither store is in its place");
  }

  @Test
  void aBackupKilledAtAnyMomentBesideItsOwnerLeavesNothingWrong() throws Exception {
    long seed = Long.getLong("nscr.seed", System.nanoTime());
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    originals.backUp(backup, false);
    try (Store owner = originals.open()) {
      for (int round = 0; round < 6; round++) {
        load(owner, image("round " + round), "app:1");
        Process process =
            start(temporary.resolve("said"), "backup", originals.directory(), Integer.MAX_VALUE);
        Thread.sleep(random.nextInt(1500));
        process.destroyForcibly().waitFor();
        Gc.execute(owner, TestStore.AT_ONCE);
        assertEquals(List.of(), Originals.findings(owner));
        assertEquals(2, content(backup).size());
      }
    }
    originals.backUp(backup, false);
    assertEquals(content(originals.directory()), content(backup));
    assertNothingIsLeft();
  }
}
