package nscr.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How many files and sockets this process may have open at once, and how many connections that
/// makes. When there is none left for the next connection Helidon 4.5.0 ends its listener for good,
/// so connections must never take them all.
final class Descriptors {
  private static final Path LIMITS = Path.of("/proc/self/limits");
  private static final Pattern SOFT = Pattern.compile("(?m)^Max open files +([0-9]+) ");

  /// For the index's tables, the program, the log and other processes that ask for rows.
  private static final int KEPT = 384;

  /// Its socket, and the file that it reads or writes.
  private static final int OF_A_CONNECTION = 2;

  private Descriptors() {}

  /// What the system says, and no limit where it says none.
  static int limit() {
    try {
      Matcher soft = SOFT.matcher(Files.readString(LIMITS));
      return soft.find()
          ? Math.clamp(Long.parseLong(soft.group(1)), 0, Integer.MAX_VALUE)
          : Integer.MAX_VALUE;
    } catch (IOException | NumberFormatException e) {
      return Integer.MAX_VALUE;
    }
  }

  /// How many connections each of so many listeners may have.
  static int connections(int limit, int listeners, int most) {
    int kept = Math.min(KEPT, limit / 2);
    return Math.clamp((limit - kept) / OF_A_CONNECTION / listeners, 1, most);
  }
}
