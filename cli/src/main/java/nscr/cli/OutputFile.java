package nscr.cli;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// A file that appears under its name when it is complete, durable, and not before; what was there
/// stays until then. Something that is no file, such as a pipe or `/dev/null`, is written directly.
///
/// Until then it is `.NAME.PID.part` beside its place. A process that is killed leaves that behind,
/// and the next one that makes the same file removes it (see [OutputParts]).
public final class OutputFile implements Closeable {
  private final Path target;
  private final Optional<Path> part;
  private final FileChannel channel;
  private boolean finished;

  private OutputFile(Path target, Optional<Path> part, FileChannel channel) {
    this.target = target;
    this.part = part;
    this.channel = channel;
  }

  public static OutputFile create(Path path) throws IOException {
    // What a link points at is replaced, not the link.
    Path target = Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
    if (Files.exists(target) && !Files.isRegularFile(target)) {
      return new OutputFile(
          target, Optional.empty(), FileChannel.open(target, StandardOpenOption.WRITE));
    }
    if (!Files.isDirectory(target.getParent())) {
      throw new NoSuchFileException(target.getParent().toString());
    }
    OutputParts parts = new OutputParts(target);
    parts.removeAbandoned();
    return new OutputFile(target, Optional.of(parts.own()), parts.create());
  }

  /// Where its content goes; not buffered.
  public OutputStream stream() {
    return Channels.newOutputStream(channel);
  }

  /// Gives the file its name.
  public void finish() throws IOException {
    if (part.isPresent()) {
      channel.force(true);
      // Still open, and so locked: nobody takes it for abandoned.
      Files.move(part.get(), target, StandardCopyOption.ATOMIC_MOVE);
      finished = true;
      try (FileChannel directory = FileChannel.open(target.getParent(), StandardOpenOption.READ)) {
        directory.force(true);
      }
    }
  }

  /// Removes the file unless it was finished.
  @Override
  public void close() throws IOException {
    try (channel) {
      if (part.isPresent() && !finished) {
        Files.deleteIfExists(part.get());
      }
    }
  }
}
