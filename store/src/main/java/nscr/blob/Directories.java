package nscr.blob;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The directories below a root, made when first needed and durable before anything is put in them.
final class Directories {
  private final Path root;

  /// Those whose names are known to be durable. Guarded by itself.
  private final Set<Path> durable = new HashSet<>();

  /// @param root exists, durably; may be a link to where it is
  Directories(Path root) {
    this.root = root;
  }

  /// Makes `directory` and syncs its parent, also if it is there: whoever made it may have been
  /// killed before the sync, or be about to make it.
  void make(Path directory) throws IOException {
    if (directory.equals(root)) {
      return;
    }
    synchronized (durable) {
      if (durable.contains(directory) && isDirectory(directory)) {
        return;
      }
      make(directory.getParent());
      try {
        Files.createDirectory(directory);
      } catch (FileAlreadyExistsException e) {
        if (!isDirectory(directory)) {
          throw e;
        }
      }
      sync(directory.getParent());
      durable.add(directory);
    }
  }

  private static boolean isDirectory(Path path) {
    return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }

  /// Makes the names in a directory, or the content of a file, durable.
  static void sync(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /// What lies in `directory`; nothing where there is none.
  static List<Path> children(Path directory) throws IOException {
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      stream.forEach(children::add);
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return children;
  }
}
