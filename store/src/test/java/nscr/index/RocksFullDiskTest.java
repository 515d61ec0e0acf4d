package nscr.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/// A disk that fills up: what was acknowledged stays, and is read, and commits go on when there is
/// room. Runs where a process may mount a small file system that only it can see.
class RocksFullDiskTest {
  private static final String OWN_DISK = "mount -t tmpfs -o size=32m none \"$0\" && exec \"$@\"";

  @TempDir Path disk;

  /// Runs a command in a namespace where `disk` is a file system of 32 MB.
  private List<String> runOnSmallDisk(List<String> command) throws Exception {
    List<String> all = new ArrayList<>(List.of("timeout", "-s", "KILL", "60"));
    all.addAll(List.of("unshare", "--user", "--map-root-user", "--mount"));
    all.addAll(List.of("sh", "-c", OWN_DISK, disk.toString()));
    all.addAll(command);
    Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
    try (var output = process.inputReader()) {
      List<String> lines = output.readAllLines();
      process.waitFor();
      return lines;
    }
  }

  private boolean canMount() throws Exception {
    try {
      return runOnSmallDisk(List.of("echo", "mounted")).equals(List.of("mounted"));
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void aFullDiskLosesNothingAndIsNoDamage() throws Exception {
    assumeTrue(canMount(), "needs unshare and a kernel that lets users mount");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command =
        List.of(
            java,
            "-Xmx64m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-Djava.library.path=" + System.getProperty("java.library.path"),
            "-cp",
            System.getProperty("java.class.path"),
            Filler.class.getName(),
            disk.toString());
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < Filler.INDEXES; i++) {
      Path index = disk.resolve("index" + i);
      expected.add("No space left on device: cannot write the index in " + index);
      expected.add("read all");
    }
    Path last = disk.resolve("index" + (Filler.INDEXES - 1));
    expected.add("No space left on device: cannot open the index in " + last);
    expected.add("read all");
    expected.add("true");
    assertEquals(expected, runOnSmallDisk(command));
  }

  /// Fills the disk with one index after another, and at last makes room again, saying what comes
  /// of it. More than one, for what meets the full disk first, a commit or what RocksDB does beside
  /// it, is a matter of time.
  static final class Filler {
    static final int INDEXES = 3;

    private final Path index;
    private int acknowledged;

    private Filler(Path index) {
      this.index = index;
    }

    public static void main(String[] arguments) throws IOException, RocksDBException {
      Path disk = Path.of(arguments[0]);
      Path ballast = Files.write(disk.resolve("ballast"), new byte[16 << 20]);
      for (int i = 0; i < INDEXES - 1; i++) {
        Filler filler = new Filler(disk.resolve("index" + i));
        filler.commitUntilFull();
        RocksDB.destroyDB(filler.index.toString(), new Options());
      }
      Filler filler = new Filler(disk.resolve("index" + (INDEXES - 1)));
      filler.commitUntilFull();
      fill(disk.resolve("more"));
      filler.reopen();
      Files.delete(ballast);
      filler.reopen();
    }

    private void commitUntilFull() throws IOException {
      try (IndexBackend open = RocksIndexBackend.open(index)) {
        try {
          while (commit(open)) {
            acknowledged++;
          }
        } catch (IOException e) {
          System.out.println(e.getMessage());
        }
        readAll(open);
      }
    }

    private boolean commit(IndexBackend open) throws IOException {
      byte[] content = new byte[300_000];
      new java.util.Random(acknowledged).nextBytes(content);
      String key = "k " + (10_000 + acknowledged);
      return open.commit(new Batch(Map.of(), Map.of(key, Optional.of(Bytes.of(content)))));
    }

    private void readAll(IndexBackend open) throws IOException {
      int found = open.scan("k ", "k!", Integer.MAX_VALUE).size();
      System.out.println(found == acknowledged ? "read all" : found + " of " + acknowledged);
    }

    private static void fill(Path file) throws IOException {
      try (var out = Files.newOutputStream(file)) {
        while (true) {
          out.write(new byte[4 << 10]);
        }
      } catch (IOException e) {
        return;
      }
    }

    private void reopen() throws IOException {
      try (IndexBackend open = RocksIndexBackend.open(index)) {
        readAll(open);
        System.out.println(commit(open));
      } catch (IOException e) {
        System.out.println(e.getMessage());
      }
    }
  }
}
