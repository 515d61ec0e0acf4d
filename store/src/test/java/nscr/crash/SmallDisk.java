package nscr.crash;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A file system of a few megabytes that only the processes it is made for can see, mounted where
/// the kernel lets users do that.
record SmallDisk(Path mountPoint, int megabytes) {

  /// Whether there can be one here.
  boolean isPossible() throws Exception {
    try {
      return run("echo mounted").equals(List.of("mounted"));
    } catch (IOException e) {
      return false;
    }
  }

  /// Runs a shell script with the disk mounted.
  ///
  /// @param arguments `$1` and so on
  /// @return the lines it said
  List<String> run(String script, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("timeout", "-s", "KILL", "120"));
    command.addAll(List.of("unshare", "--user", "--map-root-user", "--mount", "sh", "-c"));
    command.add("mount -t tmpfs -o size=" + megabytes + "m none \"$0\" && {\n" + script + "\n}");
    command.add(mountPoint.toString());
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var output = process.inputReader()) {
      List<String> lines = output.readAllLines();
      process.waitFor();
      return lines;
    }
  }

  /// A command that runs a class of the tests.
  static String java(Class<?> program) {
    List<String> words =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-Djava.library.path=" + System.getProperty("java.library.path"),
            "-cp",
            System.getProperty("java.class.path"),
            program.getName());
    return "'" + String.join("' '", words) + "'";
  }
}
