package nscr.torture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import nscr.torture.Step.Way;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WorkerProcessTest {
  @TempDir private Path temporary;

  /// A process is seen to be gone by its closed pipes first, and by its end some time later.
  @Test
  void one_that_does_not_answer_is_not_asked_again() throws IOException {
    ProcessBuilder silent = new ProcessBuilder("sh", "-c", "exec >&-; read first; read second");
    try (WorkerProcess worker = WorkerProcess.start(silent, temporary.resolve("errors"))) {
      Step step = new Script(1, 1, Set.of()).step(0, 0);
      assertEquals(
          new Outcome.Failed("the process that did it ended by itself"),
          worker.perform(step, Way.STORE));
      assertFalse(worker.isAlive());
    }
  }
}
