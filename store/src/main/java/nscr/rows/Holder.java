package nscr.rows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/// A process of some machine, told apart from every other that ever had its number.
///
/// @param world where the number means this process: one boot of one machine, one namespace of
///   process numbers
/// @param started when the process started, in the system's own count since its boot, which no
///   setting of a clock changes; two processes with one number started at two times
public record Holder(String world, long pid, long started) {
  private static final String UNKNOWN = "unknown";
  private static final Path PROCESSES = Path.of("/proc");

  /// Where it stands in `/proc/<pid>/stat`, behind the name, which may contain anything.
  private static final int START_TIME = 19;

  /// This process.
  public static Holder current() {
    long pid = self();
    return new Holder(currentWorld(), pid, startOf(pid).orElse(0));
  }

  /// The number of this process. Java's own way to it makes a pool of threads first.
  public static long self() {
    try {
      return Long.parseLong(Files.readSymbolicLink(PROCESSES.resolve("self")).toString());
    } catch (IOException | NumberFormatException e) {
      return ProcessHandle.current().pid();
    }
  }

  /// Whether the process is known to have ended. One of another machine or container never is, nor
  /// one of another user where the system hides those.
  public boolean hasEnded() {
    return isOfThisWorld()
        && !startOf(pid).equals(OptionalLong.of(started))
        && Files.exists(PROCESSES.resolve("1"));
  }

  /// Whether the process is known to go on.
  public boolean isAlive() {
    return isOfThisWorld() && startOf(pid).equals(OptionalLong.of(started));
  }

  private boolean isOfThisWorld() {
    return !world.equals(UNKNOWN) && world.equals(currentWorld());
  }

  static Holder parse(String text) {
    String[] parts = text.split("@", 3);
    if (parts.length != 3) {
      throw new DamagedRowException("no process is called " + text);
    }
    return new Holder(parts[2], Long.parseLong(parts[0]), Long.parseLong(parts[1]));
  }

  private static OptionalLong startOf(long pid) {
    try {
      String stat = Files.readString(PROCESSES.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1);
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return OptionalLong.of(Long.parseLong(fields[START_TIME]));
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  private static String currentWorld() {
    try {
      String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
      // As in pid:[4026531836].
      String namespace = Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
      return boot
          + "/"
          + namespace.substring(namespace.indexOf('[') + 1, namespace.lastIndexOf(']'));
    } catch (IOException e) {
      // Not Linux: without knowing the world, only time tells that a holder is gone.
      return UNKNOWN;
    }
  }

  @Override
  public String toString() {
    return pid + "@" + started + "@" + world;
  }
}
