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
public final class OutputFile implements Closeable {
  private final Path target;
  private final Optional<Path> part;
  private final FileChannel channel;

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
    Path part =
        target.resolveSibling(
            "." + target.getFileName() + "." + ProcessHandle.current().pid() + ".part");
    return new OutputFile(
        target,
        Optional.of(part),
        FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
  }

  /// Where its content goes; not buffered.
  public OutputStream stream() {
    return Channels.newOutputStream(channel);
  }

  /// Gives the file its name.
  public void finish() throws IOException {
    if (part.isPresent()) {
      channel.force(true);
      channel.close();
      Files.move(part.get(), target, StandardCopyOption.ATOMIC_MOVE);
      try (FileChannel directory = FileChannel.open(target.getParent(), StandardOpenOption.READ)) {
        directory.force(true);
      }
    }
  }

  /// Removes the file unless it was finished.
  @Override
  public void close() throws IOException {
    channel.close();
    if (part.isPresent()) {
      Files.deleteIfExists(part.get());
    }
  }
}
