package nscr.cli.shell;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// This program, to be run again as this process was: the same Java, options and classes.
///
/// A process of its own is what makes a command in the shell the same as one from any shell: Ctrl-C
/// reaches it alone, and undoes what it has half done.
///
/// @param start what stands before the program's own words
/// @param store that of every command which names no other
record ChildProgram(List<String> start, Path store) {
  private static final String MAIN = "nscr.cli.Nscr";
  private static final Path OWN = Path.of("/proc/self/cmdline");

  /// As this process was started.
  static ChildProgram likeThisProcess(Path store) throws IOException {
    String line = Files.readString(OWN, StandardCharsets.UTF_8);
    List<String> words = List.of(line.split("\0"));
    int end = words.indexOf(MAIN);
    int jar = words.indexOf("-jar");
    int last = end >= 0 ? end : jar >= 0 ? jar + 1 : words.indexOf("-m") + 1;
    if (last <= 0 || last >= words.size()) {
      throw new IOException("cannot tell how this program was started: " + String.join(" ", words));
    }
    return new ChildProgram(List.copyOf(words.subList(0, last + 1)), store.toAbsolutePath());
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
