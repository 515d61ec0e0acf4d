package nscr.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The program as `nscr` on the PATH of processes of a test, with a store of the test's.
final class InstalledProgram {
  private final Path directory;

  /// @param directory where the program is put, and the store `store` is
  InstalledProgram(Path directory) throws IOException {
    this(directory, System.getProperty("java.class.path"), System.getProperty("java.library.path"));
  }

  private InstalledProgram(Path directory, String classPath, String libraryPath)
      throws IOException {
    this.directory = directory;
    String java =
        String.join(
            "' '",
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-Djava.library.path=" + libraryPath,
            "-cp",
            classPath,
            "nscr.cli.Nscr");
    Path program = Files.createDirectories(directory.resolve("bin")).resolve("nscr");
    Files.writeString(program, "#!/bin/sh\nexec '" + java + "' \"$@\"\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /// As the constructor, for all users: with copies of everything that it is made of.
  static InstalledProgram forEverybody(Path directory) throws IOException {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    List<String> copies = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(":")) {
      copies.add(copy(Path.of(entry), directory.resolve("app" + copies.size())));
    }
    String libraries =
        copy(Path.of(System.getProperty("java.library.path")), directory.resolve("native"));
    return new InstalledProgram(directory, String.join(":", copies), libraries);
  }

  private static String copy(Path from, Path to) throws IOException {
    List<Path> all;
    try (Stream<Path> found = Files.walk(from)) {
      all = found.toList();
    }
    for (Path one : all) {
      Path copy = one.equals(from) ? to : to.resolve(from.relativize(one).toString());
      Files.copy(one, copy);
      Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    return to.toString();
  }

  Path store() {
    return directory.resolve("store");
  }

  /// A process to be started; `nscr` is the program.
  ProcessBuilder process(String... words) {
    List<String> command = new ArrayList<>(List.of(words));
    String program = directory.resolve("bin/nscr").toString();
    command.replaceAll(word -> word.equals("nscr") ? program : word);
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    Map<String, String> environment = builder.environment();
    environment.put("PATH", directory.resolve("bin") + ":" + environment.get("PATH"));
    environment.put("NSCR_STORE", store().toString());
    environment.put("ROCKSDB_MUSL_LIBC", "false");
    environment.put("TERM", "xterm");
    environment.remove("NO_COLOR");
    return builder;
  }

  /// Runs a script of bash to its end.
  Answer shell(String script) throws IOException, InterruptedException {
    Path out = Files.createTempFile(directory, "out", "");
    Path err = Files.createTempFile(directory, "err", "");
    Process process =
        process("bash", "-euo", "pipefail", "-c", script)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    process.getOutputStream().close();
    return new Answer(process.waitFor(), Files.readAllBytes(out), Files.readString(err));
  }
}
