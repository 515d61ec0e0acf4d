package nscr.torture;

import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalTime;

/// What happened, a line each, for who wants to know how it came to a violation. Any number of
/// threads.
final class Journal implements Closeable {
  private final PrintWriter out;

  /// @param file is not there yet
  Journal(Path file) throws IOException {
    out = new PrintWriter(Files.newBufferedWriter(file, StandardOpenOption.CREATE_NEW), true);
  }

  void note(String event) {
    out.println(LocalTime.now() + " " + event);
  }

  @Override
  public void close() {
    out.close();
  }
}
