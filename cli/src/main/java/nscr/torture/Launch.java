package nscr.torture;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How another process of this program is started: with the same Java, the same classes, the same
/// native libraries.
record Launch(List<String> java) {
  private static final String PROGRAM = "nscr.cli.Nscr";
  private static final String LEASHED = "nscr.cli.leash.Leashed";

  Launch {
    java = List.copyOf(java);
  }

  static Launch asThisProcess() {
    List<String> java = new ArrayList<>();
    java.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    java.addAll(
        List.of(
            "-Xmx128m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-Xshare:auto",
            "--enable-native-access=ALL-UNNAMED"));
    String natives = System.getProperty("java.library.path", "");
    if (!natives.isEmpty()) {
      java.add("-Djava.library.path=" + natives);
    }
    java.add("-cp");
    java.add(System.getProperty("java.class.path"));
    return new Launch(java);
  }

  /// A process that runs a class of this room.
  ProcessBuilder of(Class<?> main, String... arguments) {
    return builder(main.getName(), arguments);
  }

  /// A process that runs the program.
  ProcessBuilder program(String... words) {
    return builder(PROGRAM, words);
  }

  /// The same, which ends when its standard input does: when this process dies, at the latest.
  ProcessBuilder leashedProgram(String... words) {
    return builder(LEASHED, words);
  }

  private ProcessBuilder builder(String main, String... arguments) {
    List<String> command = new ArrayList<>(java);
    command.add(main);
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("ROCKSDB_MUSL_LIBC", isMusl() ? "true" : "false");
    return builder;
  }

  private static boolean isMusl() {
    String[] found = new File("/lib").list((_, name) -> name.startsWith("ld-musl-"));
    return found != null && found.length > 0;
  }
}
