package nscr.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import nscr.oci.Digest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A blob whose file lost its end: its length was promised when that shows.
class ShortBlobTest {
  @TempDir Path directory;
  private final List<String> logged = new CopyOnWriteArrayList<>();
  private final Logger log = Logger.getLogger("nscr.server");
  private final Handler recorder =
      new ConsoleHandler() {
        @Override
        public void publish(LogRecord record) {
          if (record.getLevel().intValue() >= Level.WARNING.intValue()) {
            logged.add(record.getMessage() + ": " + record.getThrown());
          }
        }
      };
  private Served served;

  @BeforeEach
  void serve() throws Exception {
    log.addHandler(recorder);
    served = Served.in(directory);
  }

  @AfterEach
  void stop() throws Exception {
    served.close();
    log.removeHandler(recorder);
  }

  private String shortened(int size) throws IOException {
    Digest digest = served.push("app", new byte[size]);
    try (Stream<Path> files = Files.walk(directory)) {
      Path file =
          files
              .filter(path -> path.getFileName().toString().contains(digest.hex()))
              .findFirst()
              .get();
      file.toFile().setWritable(true);
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(size / 2);
      }
    }
    return "GET /v2/app/blobs/" + digest + " HTTP/1.1|Host: x||";
  }

  /// The client sees that something is missing, and whoever runs the server reads why.
  private void assertTold(int size) throws Exception {
    try (RawConnection client = served.connect()) {
      String answer = client.send(shortened(size)).rest();
      assertTrue(
          answer.startsWith("HTTP/1.1 200"), answer.substring(0, Math.min(99, answer.length())));
      assertTrue(answer.length() < size, "it was sent whole");
    }
    for (int tries = 0; tries < 500 && logged.isEmpty(); tries++) {
      Thread.sleep(10);
    }
    assertEquals(1, logged.size(), logged.toString());
    assertTrue(logged.getFirst().contains("short"), logged.toString());
  }

  @Test
  void a_small_blob_that_is_short_is_told_of_in_the_log() throws Exception {
    assertTold(40_000);
  }

  @Test
  void a_large_blob_that_is_short_is_told_of_in_the_log() throws Exception {
    assertTold(4_000_000);
  }

  @Test
  void a_client_that_goes_is_not() throws Exception {
    Digest digest = served.push("app", new byte[30_000_000]);
    try (RawConnection client = served.connect()) {
      client.send("GET /v2/app/blobs/" + digest + " HTTP/1.1|Host: x||");
      client.socket.getInputStream().readNBytes(1000);
    }
    for (int tries = 0; tries < 500 && served.server.running() > 0; tries++) {
      Thread.sleep(10);
    }
    assertEquals(List.of(), logged);
  }
}
