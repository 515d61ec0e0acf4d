package nscr.torture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
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
}
