package nscr.index;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/// A guest that can tell what became of its commits is an index like any other.
class SharedIndexBackendTest extends IndexBackendContract {
  private static final Speaker SPEAKER = new Speaker("test 1", "process 1 (a test)");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path directory;
  private IndexSocket owner;

  @Override
  IndexBackend open() throws IOException {
    Path socket = directory.resolve("index.sock");
    owner = IndexSocket.listen(new MemoryIndexBackend(), socket, SPEAKER, _ -> true);
    return SharedIndexBackend.open(
        () -> SocketIndexBackend.connect(socket, SPEAKER, PATIENCE), PATIENCE);
  }

  @Override
  Path besideIndex() {
    return directory;
  }

  @AfterEach
  void end() throws IOException {
    owner.close();
  }
}
