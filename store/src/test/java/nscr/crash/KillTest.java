package nscr.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import nscr.check.Check;
import nscr.check.Finding;
import nscr.content.Progress;
import nscr.gc.Gc;
import nscr.store.Store;
import nscr.store.StoreOptions;
import nscr.store.TestStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real processes on a real disk, killed at any moment: what they had acknowledged is there, the
/// rules hold, and gc leaves nothing behind.
class KillTest {
  private static final long SECONDS = Long.getLong("nscr.kill.seconds", 10);

  @TempDir Path directory;

  private final long seed = Long.getLong("nscr.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final Promises promises = new Promises();

  @Test
  void aKilledProcessLeavesNothingWrong() throws Exception {
    System.out.println("seed " + seed);
    long end = System.nanoTime() + SECONDS * 1_000_000_000;
    int killed = 0;
    int acknowledged = 0;
    while (System.nanoTime() < end) {
      List<String> said = runAndKill();
      said.forEach(promises::read);
      acknowledged += (int) said.stream().filter(line -> line.matches("(keep|gone) .*")).count();
      killed++;
      inspect(killed);
    }
    System.out.println(killed + " killed, " + acknowledged + " changes acknowledged");
    assertTrue(acknowledged > killed, "they did nothing worth killing them for");
  }

  /// Answers the lines that the process had said when it was killed.
  private List<String> runAndKill() throws Exception {
    Path said = directory.resolve("said");
    Process victim =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.library.path=" + System.getProperty("java.library.path"),
                "-cp",
                System.getProperty("java.class.path"),
                Victim.class.getName(),
                directory.resolve("store").toString(),
                Long.toString(random.nextLong()))
            .redirectOutput(said.toFile())
            .redirectError(directory.resolve("errors").toFile())
            .start();
    try {
      await(victim, said);
    } finally {
      victim.destroyForcibly();
    }
    assertEquals(137, victim.waitFor(), Files.readString(directory.resolve("errors")));
    String lines = Files.readString(said);
    return lines.substring(0, lines.lastIndexOf('\n') + 1).lines().toList();
  }

  /// Until it is some way into its work, be the machine fast or slow; or is still opening the
  /// store.
  private void await(Process victim, Path said) throws Exception {
    boolean opening = random.nextInt(5) == 0;
    long bytes = opening ? 0 : random.nextInt(8000);
    long patience = System.nanoTime() + 60_000_000_000L;
    while (victim.isAlive() && Files.size(said) < bytes) {
      assertTrue(System.nanoTime() < patience, "it hangs; seed " + seed);
      Thread.sleep(2);
    }
    Thread.sleep(random.nextInt(opening ? 400 : 20));
  }

  private void inspect(int round) throws IOException {
    String when = "seed " + seed + ", round " + round;
    try (Store store = Store.open(directory.resolve("store"), StoreOptions.of("inspection"))) {
      assertSound(store, when);
      if (random.nextBoolean()) {
        Gc.execute(store, TestStore.AT_ONCE);
        assertSound(store, when + ", after gc");
        Garbage.assertNone(store);
      }
    }
  }

  private void assertSound(Store store, String when) throws IOException {
    List<Finding> findings = new ArrayList<>();
    Check.run(store, true, Progress.NONE, findings::add);
    assertEquals(List.of(), findings, when);
    promises.assertKept(store, when);
  }
}
