package nscr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import nscr.oci.Json;
import nscr.store.Store;
import nscr.store.StoreOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `backup` and `restore`.
@Timeout(300)
class BackupTest {
  @TempDir private Path temporary;
  private Path store;
  private Path backup;
  private TestProgram nscr;

  @BeforeEach
  void begin() throws IOException {
    store = temporary.resolve("store");
    backup = temporary.resolve("backup");
    nscr = Stocked.stock(new TestProgram(store));
  }

  private static long number(Json json, String name) {
    return json.member(name).orElseThrow().integer().orElseThrow();
  }

  private static String names(Json json) {
    return new TreeMap<>(json.members()).keySet().toString();
  }

  private List<String> images(Path directory) {
    return nscr.run("--store", directory.toString(), "ls", "app", "--json").ok().lines();
  }

  @Test
  void a_plan_says_what_a_backup_then_does() throws IOException {
    String there = backup.toString();
    Json planned = nscr.run("backup", "-n", there, "--json").ok().json();
    assertFalse(Files.exists(backup));
    Json done = nscr.run("backup", there, "--json").ok().json();
    assertEquals(
        "[blobs, bytes, copied, copiedBytes, directory, dryRun, indexBytes, linked, linkedBytes,"
            + " removed, removedBytes, unchanged]",
        names(done));
    for (String name : List.of("blobs", "bytes", "linked", "linkedBytes", "copied", "removed")) {
      assertEquals(number(planned, name), number(done, name), name);
    }
    assertEquals(number(done, "blobs"), number(done, "linked"));

    nscr.run("rm", "app:2").ok();
    nscr.run("gc", "--grace", "0").ok();
    planned = nscr.run("backup", "-n", there, "--json").ok().json();
    done = nscr.run("backup", there, "--json").ok().json();
    assertEquals(2, number(done, "removed"));
    for (String name : List.of("blobs", "unchanged", "removed", "removedBytes", "linked")) {
      assertEquals(number(planned, name), number(done, name), name);
    }
    assertTrue(nscr.run("backup", there).ok().out().endsWith(": no file changed\n"));
    assertEquals(there + "\n", nscr.run("-q", "backup", there).ok().out());
  }

  @Test
  void a_backup_is_read_like_a_store_and_changed_like_none() throws IOException {
    nscr.run("backup", "--copy", backup.toString()).ok();
    assertEquals(images(store), images(backup));
    TestProgram there = new TestProgram(backup);
    there.run("check", "--deep").ok();
    there.run("export", "app:1", "-o", temporary.resolve("one.tar").toString()).ok();
    there.run("status").ok();
    there.run("du").ok();
    for (String words :
        List.of("rm app:1", "tag app:1 9", "gc", "import one.tar", "check --repair")) {
      String file = words.replace("one.tar", temporary.resolve("one.tar").toString());
      Answer answer = there.run(file.split(" "));
      if (!words.startsWith("check")) {
        assertTrue(answer.failure(ExitCode.DENIED).contains("is a backup"), answer.err());
      }
    }
    assertEquals(images(store), images(backup));
  }

  @Test
  void a_store_is_restored_whole_or_said_not_to_be() throws IOException {
    nscr.run("backup", "--copy", backup.toString()).ok();
    TestProgram other = new TestProgram(temporary.resolve("other"));
    Json done = other.run("restore", backup.toString(), "--json").ok().json();
    assertEquals(
        "[blobs, bytes, copied, copiedBytes, dryRun, findings, linked, linkedBytes, lost, store]",
        names(done));
    assertEquals(images(store), images(temporary.resolve("other")));
    other.run("check", "--deep").ok();
    other.run("rm", "app:1").ok();
    nscr.run("check", "--deep").ok();
    new TestProgram(backup).run("check", "--deep").ok();
    String refusal = other.run("restore", backup.toString()).failure(ExitCode.FAILED);
    assertTrue(refusal.contains("there is a store at"), refusal);

    try (Stream<Path> files = Files.walk(backup.resolve("blobs"))) {
      Files.delete(files.filter(Files::isRegularFile).findFirst().orElseThrow());
    }
    TestProgram third = new TestProgram(temporary.resolve("third"));
    Answer answer = third.run("restore", backup.toString());
    assertEquals(ExitCode.DAMAGE.number(), answer.code());
    assertTrue(answer.out().startsWith("R1: sha256:"), answer.out());
    third.run("ls").ok();
  }

  @Test
  void a_plan_says_what_a_restore_then_does() throws IOException {
    nscr.run("backup", backup.toString()).ok();
    Path target = temporary.resolve("other");
    Json done = restoreAsPlanned(target, "--progress=none");
    assertEquals(number(done, "blobs"), number(done, "linked"));
    String refusal =
        new TestProgram(target).run("restore", "-n", backup.toString()).failure(ExitCode.FAILED);
    assertTrue(refusal.contains("there is a store at"), refusal);
    new TestProgram(target).run("rm", "app:1").ok();
    restoreAsPlanned(target, "--replace");
    assertEquals(images(store), images(target));
    done = restoreAsPlanned(temporary.resolve("third"), "--copy");
    assertEquals(number(done, "blobs"), number(done, "copied"));
  }

  private Json restoreAsPlanned(Path target, String option) throws IOException {
    TestProgram other = new TestProgram(target);
    boolean isThere = Files.exists(target);
    Json planned = other.run("restore", "-n", option, backup.toString(), "--json").ok().json();
    assertEquals(isThere, Files.exists(target));
    assertFalse(Files.exists(target.resolveSibling("other.restoring")));
    Json done = other.run("restore", option, backup.toString(), "--json").ok().json();
    for (String name :
        List.of("blobs", "bytes", "linked", "linkedBytes", "copied", "copiedBytes")) {
      assertEquals(number(done, name), number(planned, name), name + " with " + option);
    }
    return done;
  }

  @Test
  void a_backup_is_not_set_aside_for_itself() {
    nscr.run("backup", backup.toString()).ok();
    for (String place : List.of("backup", "backup/inside")) {
      TestProgram there = new TestProgram(temporary.resolve(place));
      String message =
          there.run("restore", "--replace", backup.toString()).failure(ExitCode.FAILED);
      assertTrue(message.contains("cannot lie in each other"), message);
    }
    assertTrue(Files.exists(backup.resolve("backup")));
  }

  @Test
  void a_store_that_is_replaced_is_set_aside() throws IOException {
    List<String> before = images(store);
    nscr.run("backup", backup.toString()).ok();
    nscr.run("rm", "app:1").ok();
    List<String> after = images(store);
    try (var _ = Store.open(store, StoreOptions.of("a test"))) {
      nscr.run("restore", "--replace", "--wait", "0s", backup.toString()).failure(ExitCode.BUSY);
    }
    assertEquals(after, images(store));
    Path old = Path.of(store.toRealPath() + ".replaced-1");
    String said = nscr.run("restore", "--replace", backup.toString()).ok().out();
    assertTrue(said.startsWith("the store that was there is now " + old), said);
    assertEquals(before, images(store));
    assertEquals(after, images(old));
    nscr.run("check", "--deep").ok();
    nscr.run("backup", backup.toString()).ok();
  }

  @Test
  void what_is_no_backup_is_said_to_be_none() throws IOException {
    String foreign = Files.createDirectory(temporary.resolve("foreign")).toString();
    Files.writeString(temporary.resolve("foreign/thesis.txt"), "");
    assertTrue(
        nscr.run("backup", foreign).failure(ExitCode.FAILED).contains("is not empty and not"));
    nscr.run("backup", store.resolve("in").toString()).failure(ExitCode.FAILED);
    nscr.run("backup", "-n", store.toString()).failure(ExitCode.FAILED);
    new TestProgram(temporary.resolve("other")).run("restore", foreign).failure(ExitCode.FAILED);
    new TestProgram(temporary.resolve("other"))
        .run("restore", temporary.resolve("none").toString())
        .failure(ExitCode.NOT_FOUND);
    new TestProgram(temporary.resolve("no")).run("backup", foreign).failure(ExitCode.NOT_FOUND);
    nscr.run("backup").failure(ExitCode.USAGE);
  }

  /// Real processes: a server that takes images, and collects all the time, and whole backups of
  /// it.
  @Test
  void a_store_that_a_server_has_is_backed_up_by_a_guest() throws Exception {
    InstalledProgram installed = new InstalledProgram(temporary);
    for (int n = 0; n < 6; n++) {
      Files.write(
          temporary.resolve(n + ".tar"),
          Archives.tar(
              Archives.layout(new TreeMap<>(java.util.Map.of("new:1", Image.of("one", "n" + n))))));
    }
    Process server =
        installed
            .process("nscr", "serve", "--listen", "127.0.0.1:0", "--gc-every", "0")
            .redirectErrorStream(true)
            .redirectOutput(temporary.resolve("served").toFile())
            .start();
    try {
      while (!Files.readString(temporary.resolve("served")).contains("http://")) {
        assertTrue(server.isAlive(), Files.readString(temporary.resolve("served")));
        Thread.sleep(20);
      }
      Answer answer =
          installed.shell(
              """
              for n in 0 1 2 3 4 5; do nscr import -q $n.tar; nscr gc -q --grace 0; done &
              for n in 1 2 3; do
                nscr backup -q backup
                nscr --store backup check --deep
              done
              wait
              nscr backup backup --json
              nscr --store backup ls -q new
              """);
      assertEquals("", answer.err());
      assertTrue(answer.ok().out().contains("new:1"), answer.out());
      assertEquals(images(store), images(backup));
    } finally {
      server.destroyForcibly().waitFor();
    }
    nscr.run("check", "--deep").ok();
    new TestProgram(backup).run("check", "--deep").ok();
  }
}
