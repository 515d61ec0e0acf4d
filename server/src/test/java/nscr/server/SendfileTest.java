package nscr.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import nscr.oci.Digest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SendfileTest {
  @TempDir Path directory;

  @Test
  void this_jdk_moves_files_to_sockets() {
    assertTrue(SendfileBody.works());
  }

  @Test
  void a_stream_that_is_no_sockets_is_refused() throws Exception {
    Path path = Files.writeString(directory.resolve("file"), "0123456789");
    try (FileChannel file = FileChannel.open(path)) {
      FileRegion region = new FileRegion(file, 0, 10, () -> {});
      assertThrows(
          UnsupportedOperationException.class, () -> region.writeTo(new ByteArrayOutputStream()));
    }
  }

  @Test
  void large_blobs_and_their_parts_come_whole_to_many_at_once() throws Exception {
    byte[] content = new byte[5_000_000];
    new Random(7).nextBytes(content);
    try (Served served = Served.in(directory);
        var clients = Executors.newVirtualThreadPerTaskExecutor()) {
      Digest digest = served.push("app", content);
      String path = "/v2/app/blobs/" + digest;
      List<Callable<byte[]>> pulls = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        pulls.add(() -> served.get(path).body());
      }
      for (Future<byte[]> pull : clients.invokeAll(pulls)) {
        assertArrayEquals(content, pull.get());
      }
      var part = served.get(path, "Range", "bytes=1000-3000999");
      assertEquals(206, part.statusCode());
      assertArrayEquals(Arrays.copyOfRange(content, 1000, 3_001_000), part.body());
    }
  }

  @Test
  void a_connection_goes_on_after_a_large_blob() throws Exception {
    try (Served served = Served.in(directory);
        RawConnection client = served.connect()) {
      Digest digest = served.push("app", new byte[200_000]);
      for (int i = 0; i < 3; i++) {
        client.send("GET /v2/app/blobs/" + digest + " HTTP/1.1|Host: x||");
        assertEquals(200, client.status());
      }
      client.send("GET /v2/ HTTP/1.1|Host: x||");
      assertEquals(200, client.status());
    }
  }

  @Test
  void a_blob_whose_file_is_short_ends_the_connection() throws Exception {
    try (Served served = Served.in(directory);
        RawConnection client = served.connect()) {
      Digest digest = served.push("app", new byte[200_000]);
      try (var files = Files.walk(directory.resolve("blobs"))) {
        Path file = files.filter(Files::isRegularFile).findFirst().orElseThrow();
        Files.delete(file);
        Files.write(file, new byte[100_000]);
      }
      client.send("GET /v2/app/blobs/" + digest + " HTTP/1.1|Host: x||");
      assertTrue(client.rest().length() < 101_000);
    }
  }
}
