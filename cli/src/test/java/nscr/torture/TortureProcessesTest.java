package nscr.torture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The real torture: processes over a store on this disk, and kill -9.
@Timeout(300)
class TortureProcessesTest {
  private static final long SEED = Long.getLong("nscr.seed", 11);

  @TempDir private Path temporary;

  @Test
  void a_store_on_this_disk_withstands_it() throws IOException {
    Path store = temporary.resolve("store");
    TortureReport report =
        Torture.run(
            new TortureSettings(
                SEED,
                Duration.ofSeconds(3),
                2,
                EnumSet.allOf(Hazard.class),
                store,
                Optional.empty()),
            _ -> {});
    System.out.println(report);
    assertEquals(List.of(), report.violations());
    assertTrue(report.operations().values().stream().mapToLong(n -> n).sum() > 0);
    assertTrue(Files.notExists(store), "what it made is gone");
  }

  @Test
  void one_that_is_interrupted_leaves_nothing() throws IOException {
    Path store = temporary.resolve("store");
    var settings =
        new TortureSettings(
            SEED, Duration.ofMinutes(5), 2, EnumSet.of(Hazard.KILL), store, Optional.empty());
    List<Throwable> uncaught = new CopyOnWriteArrayList<>();
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((_, e) -> uncaught.add(e));
    try {
      assertThrows(
          InterruptedIOException.class,
          () ->
              Torture.run(
                  settings,
                  sentence -> {
                    if (!sentence.contains("  0 operations")) {
                      throw new InterruptedIOException("enough");
                    }
                  }));
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
    assertEquals(List.of(), uncaught);
    assertTrue(Files.notExists(store), "what it made is gone");
    assertTrue(Files.notExists(Torture.journal(store)), "so is the journal");
  }

  @Test
  void no_process_outlives_a_torture_that_was_killed() throws Exception {
    Script script = new Script(SEED, 2, Set.of());
    List<Step> steps = IntStream.range(0, 40).mapToObj(n -> script.step(n % 2, n / 2)).toList();
    Process torture =
        Launch.asThisProcess()
            .program(
                "torture",
                "--store=" + temporary.resolve("store"),
                "--seed=" + SEED,
                "--workers=2",
                "--for=5m",
                "--replay=" + Replay.of(Scene.SERVED, steps))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(temporary.resolve("errors").toFile())
            .start();
    try {
      while (torture.descendants().count() < 3) {
        assertTrue(torture.isAlive(), Files.readString(temporary.resolve("errors")));
        Thread.sleep(20);
      }
      List<ProcessHandle> children = torture.descendants().toList();
      torture.destroyForcibly().waitFor();
      for (ProcessHandle child : children) {
        child.onExit().get(60, TimeUnit.SECONDS);
      }
    } finally {
      torture.descendants().forEach(ProcessHandle::destroyForcibly);
      torture.destroyForcibly();
    }
  }
}
