package nscr.cli.shell;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// This program, to be run again as this process was: the same Java and classes, by the same
/// launcher.
///
/// A process of its own is what makes a command in the shell the same as one from any shell: Ctrl-C
/// reaches it alone, and undoes what it has half done. Where there is a launcher it is asked again,
/// and not only its words repeated: it opens for the JVM's cache the folder that the cache speaks
/// of, which no child inherits, and chooses cache and compiler by the command.
///
/// @param start what stands before the program's own words
/// @param store that of every command which names no other
record ChildProgram(List<String> start, Path store) {
  private static final String MAIN = "nscr.cli.Nscr";
  private static final Path OWN = Path.of("/proc/self/cmdline");
  private static final Path SH = Path.of("/bin/sh");

  /// As `packaging/nscr` does it. `$0` names the program in what the shell may have to say.
  private static final String LAUNCH =
      "lib=$1; java=$2; shift 2; . \"$lib/hash\" && . \"$lib/launch\"";

  /// As this process was started.
  static ChildProgram likeThisProcess(Path store) throws IOException {
    String line = Files.readString(OWN, StandardCharsets.UTF_8);
    return like(List.of(line.split("\0")), store);
  }

  /// @param words with which a process of this program was started
  static ChildProgram like(List<String> words, Path store) throws IOException {
    int end = words.indexOf(MAIN);
    int jar = words.indexOf("-jar");
    int last = end >= 0 ? end : jar >= 0 ? jar + 1 : words.indexOf("-m") + 1;
    if (last <= 0 || last >= words.size()) {
      throw new IOException("cannot tell how this program was started: " + String.join(" ", words));
    }
    List<String> same = words.subList(0, last + 1);
    return new ChildProgram(
        launcher(same).orElseGet(() -> List.copyOf(same)), store.toAbsolutePath());
  }

  /// What starts it by the launcher that lies beside the jar, if it does.
  private static Optional<List<String>> launcher(List<String> words) {
    int classes = words.indexOf("-cp") + 1;
    Path jar = Path.of(words.get(classes));
    boolean isLaunched =
        classes > 0
            && jar.endsWith("nscr.jar")
            && Files.isReadable(jar.resolveSibling("launch"))
            && Files.isReadable(jar.resolveSibling("hash"))
            && Files.isExecutable(SH);
    return isLaunched
        ? Optional.of(
            List.of(
                SH.toString(),
                "-c",
                LAUNCH,
                "nscr",
                jar.resolveSibling("").toString(),
                words.getFirst()))
        : Optional.empty();
  }

  /// Runs a command on this process's terminal, to its end.
  void run(List<String> words) throws IOException {
    List<String> all = new ArrayList<>(start);
    all.addAll(words);
    ProcessBuilder builder = new ProcessBuilder(all).inheritIO();
    builder.environment().put("NSCR_STORE", store.toString());
    Process process = builder.start();
    while (true) {
      try {
        process.waitFor();
        return;
      } catch (InterruptedException e) {
        // Nobody interrupts this thread; and a command that runs is waited for.
        continue;
      }
    }
  }
}
