package nscr.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What was acknowledged survives kill -9 of the process that acknowledged it.
class RocksKillTest {
  private static final int KILLS = 4;
  private static final int THREADS = 4;

  @TempDir Path directory;

  @Test
  void everythingAcknowledgedIsThereAfterAKill() throws Exception {
    long seed = System.nanoTime();
    System.out.println("kills: seed " + seed);
    Random random = new Random(seed);
    Map<String, Integer> last = new HashMap<>();
    for (int kill = 0; kill < KILLS; kill++) {
      commitUntilKilled(50 + random.nextInt(1500)).forEach(last::put);
      try (IndexBackend index = RocksIndexBackend.open(directory)) {
        assertEquals(THREADS, last.size(), "every thread was acknowledged something");
        for (var thread : last.entrySet()) {
          assertWhole(index, thread.getKey(), thread.getValue());
        }
      }
    }
  }

  /// @return the last number that each thread of the killed process printed as committed
  private Map<String, Integer> commitUntilKilled(int lines) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.library.path=" + System.getProperty("java.library.path"),
                "-cp",
                System.getProperty("java.class.path"),
                Committer.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Map<String, Integer> last = new HashMap<>();
    try (BufferedReader output = process.inputReader()) {
      int read = 0;
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        String[] words = line.split(" ");
        if (words.length == 3) {
          last.put(words[0], Integer.parseInt(words[1]));
        }
        if (++read == lines) {
          // By its handle, which leaves the pipe open: what is in it was acknowledged.
          process.toHandle().destroyForcibly();
        }
      }
      assertTrue(read >= lines, "ended by itself after " + read + " lines");
    } finally {
      process.destroyForcibly();
    }
    assertEquals(128 + 9, process.waitFor());
    return last;
  }

  /// All numbers up to the acknowledged one are there, and no commit is there by half.
  private static void assertWhole(IndexBackend index, String thread, int acknowledged)
      throws IOException {
    List<Entry> left = index.scan("left " + thread + " ", "left " + thread + "!", 1 << 20);
    List<Entry> right = index.scan("right " + thread + " ", "right " + thread + "!", 1 << 20);
    assertEquals(
        left.stream().map(Entry::value).toList(), right.stream().map(Entry::value).toList());
    assertTrue(left.size() > acknowledged, thread + " has " + left.size() + " of " + acknowledged);
  }

  /// The process that is killed: threads that each commit 0, 1, 2 … where their last run ended.
  static final class Committer {
    private Committer() {}

    public static void main(String[] arguments) throws IOException {
      IndexBackend index = RocksIndexBackend.open(Path.of(arguments[0]));
      for (int thread = 0; thread < THREADS; thread++) {
        String name = "t" + thread;
        Thread.ofPlatform().start(() -> commit(index, name));
      }
    }

    private static void commit(IndexBackend index, String thread) {
      try (FileOutputStream out = new FileOutputStream(FileDescriptor.out)) {
        int next = index.scan("left " + thread + " ", "left " + thread + "!", 1 << 20).size();
        for (int i = next; ; i++) {
          Optional<Bytes> value = Optional.of(Bytes.ofText(i + "x".repeat(i % 1000)));
          String key = " " + thread + " " + (1_000_000 + i);
          if (index.commit(
              new Batch(
                  Map.of("left" + key, Optional.empty()),
                  Map.of("left" + key, value, "right" + key, value)))) {
            // One write of a whole line: a line that is read was acknowledged.
            out.write((thread + " " + i + " committed\n").getBytes(StandardCharsets.US_ASCII));
          } else {
            System.exit(1);
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
