package nscr.backup;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import nscr.blob.Ownership;

/// The files of an index on their way from one directory to a new one.
///
/// The large ones are tables of RocksDB, which are never changed: they are linked where the file
/// system lets it, or, if they are the same bytes, to those of the copy that was made before.
final class IndexTransfer {
  private final Path from;
  private final Path to;
  private final Optional<Path> before;
  private final boolean mayLink;

  /// @param to is not there yet
  /// @param before the copy that was made before, in a directory beside `to`
  IndexTransfer(Path from, Path to, Optional<Path> before, boolean mayLink) {
    this.from = from;
    this.to = to;
    this.before = before;
    this.mayLink = mayLink;
  }

  /// Brings all files over, durably but for the name of the directory itself; answers how many
  /// bytes were copied.
  long run() throws IOException {
    Files.createDirectory(to);
    Ownership.in(to.toAbsolutePath().getParent()).give(to);
    long copied = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(from, IndexTransfer::isData)) {
      for (Path file : files) {
        copied += bring(file);
      }
    }
    sync(to);
    return copied;
  }

  /// Whether a file is part of the index, and not what RocksDB notes beside it.
  private static boolean isData(Path file) {
    String name = file.getFileName().toString();
    return !name.equals("LOCK") && !name.startsWith("LOG") && !name.equals("IDENTITY");
  }

  private long bring(Path file) throws IOException {
    Path name = to.resolve(file.getFileName());
    if (file.getFileName().toString().endsWith(".sst") && (isLinked(file, name) || isKept(name))) {
      return 0;
    }
    Files.copy(file, name);
    Ownership.in(to).give(name);
    sync(name);
    return Files.size(name);
  }

  private boolean isLinked(Path file, Path name) throws IOException {
    return mayLink && link(name, file);
  }

  /// Whether the copy before had the same file: numbers are used again by a store that was
  /// restored.
  private boolean isKept(Path name) throws IOException {
    Path file = from.resolve(name.getFileName());
    Optional<Path> old = before.map(directory -> directory.resolve(name.getFileName()));
    return old.isPresent()
        && Files.exists(old.get())
        && Files.size(old.get()) == Files.size(file)
        && Files.mismatch(old.get(), file) < 0
        && link(name, old.get());
  }

  private static boolean link(Path name, Path existing) {
    try {
      Files.createLink(name, existing);
      return true;
    } catch (UnsupportedOperationException | FileSystemException e) {
      // Another file system, or one that has no links, or another user's: then bytes are copied.
      return false;
    } catch (IOException e) {
      return false;
    }
  }

  /// Makes a file, or the names in a directory, durable.
  static void sync(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
