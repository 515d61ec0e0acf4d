package nscr.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import nscr.cli.Interruption;
import nscr.cli.OutputFile;
import nscr.cli.Session;
import nscr.cli.UsageException;

/// Exact bytes from and to files, pipes and the standard streams.
final class RawContent {
  private RawContent() {}

  /// Writes `content` to its end: to standard output, or to a file that appears when it is whole.
  /// The store had better be closed: whoever reads the output may want it.
  static void write(Session session, InputStream content, Optional<Path> to) throws IOException {
    if (to.isEmpty() || isStandard(to.get())) {
      content.transferTo(session.output().directly());
      return;
    }
    try (Interruption.Guard _ = session.interruption().guard();
        OutputFile file = OutputFile.create(to.get())) {
      session.interruption().checked(content).transferTo(file.stream());
      file.finish();
    }
  }

  /// Opens a file, or standard input when none or `-` is named, for which it waits: what writes it
  /// may want the store first.
  ///
  /// @throws UsageException when nothing is named and a person would have to type the bytes
  static InputStream open(Session session, Optional<Path> from) throws IOException {
    if (from.isEmpty() && session.isInputTerminal()) {
      throw new UsageException("put what? Name a file, or pipe it in");
    }
    if (from.isPresent() && Files.isDirectory(from.get())) {
      // It would open, and fail without its name when it is read.
      throw new FileSystemException(from.get().toString(), null, "it is a directory");
    }
    return from.isEmpty() || isStandard(from.get())
        ? session.awaitInput()
        : Files.newInputStream(from.get());
  }

  private static boolean isStandard(Path path) {
    return path.toString().equals("-");
  }
}
