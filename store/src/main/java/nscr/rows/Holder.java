package nscr.rows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/// A process of some machine, told apart from every other that ever had its number.
///
/// @param world where the number means this process: one boot of one machine, one namespace of
///   process numbers
/// @param started as the system tells it; two processes with one number started at two times
public record Holder(String world, long pid, Instant started) {
  private static final String UNKNOWN = "unknown";

  /// This process.
  public static Holder current() {
    ProcessHandle self = ProcessHandle.current();
    return new Holder(currentWorld(), self.pid(), startOf(self));
  }

  /// Whether the process is known to have ended. One of another machine or container never is.
  public boolean hasEnded() {
    return !world.equals(UNKNOWN)
        && world.equals(currentWorld())
        && ProcessHandle.of(pid).map(process -> !startOf(process).equals(started)).orElse(true);
  }

  /// Whether the process is known to go on.
  public boolean isAlive() {
    return !world.equals(UNKNOWN) && world.equals(currentWorld()) && !hasEnded();
  }

  static Holder parse(String text) {
    String[] parts = text.split("@", 3);
    if (parts.length != 3) {
      throw new DamagedRowException("no process is called " + text);
    }
    return new Holder(
        parts[2], Long.parseLong(parts[0]), Instant.ofEpochMilli(Long.parseLong(parts[1])));
  }

  private static Instant startOf(ProcessHandle process) {
    return process.info().startInstant().orElse(Instant.EPOCH);
  }

  private static String currentWorld() {
    try {
      String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
      Path namespace = Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
      return boot + "/" + namespace.toString().replaceAll("[^0-9]", "");
    } catch (IOException e) {
      // Not Linux: without knowing the world, only time tells that a holder is gone.
      return UNKNOWN;
    }
  }

  @Override
  public String toString() {
    return pid + "@" + started.toEpochMilli() + "@" + world;
  }
}
