package nscr.index;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/// A guest is an index like any other.
class SocketIndexBackendTest extends IndexBackendContract {
  private static final Speaker SPEAKER = new Speaker("test 1", "process 1 (a test)");

  @TempDir private Path directory;
  private IndexSocket owner;

  @Override
  IndexBackend open() throws IOException {
    Path socket = directory.resolve("index.sock");
    owner = IndexSocket.listen(new MemoryIndexBackend(), socket, SPEAKER, _ -> true);
    return SocketIndexBackend.connect(socket, SPEAKER, Duration.ofSeconds(30));
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
