package nscr.blob;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The directories below a root: made when first needed, durable when what is in them has to be.
///
/// That a directory is there does not say that its name is durable: who made it, another thread or
/// a process that was killed, may not have synced it. So every process does that once.
final class Directories {
  private final Path root;
  private final Ownership ownership;

  /// Those whose names are known to be durable.
  private final Set<Path> durable = ConcurrentHashMap.newKeySet();

  /// @param root exists, durably; may be a link to where it is
  Directories(Path root, Ownership ownership) {
    this.root = root;
    this.ownership = ownership;
  }

  /// Makes sure that `directory` is there, and that no link is on the way to it.
  void make(Path directory) throws IOException {
    if (directory.equals(root)) {
      return;
    }
    make(directory.getParent());
    if (isDirectory(directory)) {
      return;
    }
    try {
      durable.remove(directory);
      Files.createDirectory(directory);
      ownership.give(directory);
    } catch (FileAlreadyExistsException e) {
      // Made just now by somebody else, or no directory.
      if (!isDirectory(directory)) {
        throw e;
      }
    }
  }

  /// Checks that no link is on the way to `directory`, be it there or not.
  void check(Path directory) throws IOException {
    for (Path step = directory; !step.equals(root); step = step.getParent()) {
      if (Files.isSymbolicLink(step)) {
        throw new FileSystemException(step.toString(), null, "is a link, and none is followed");
      }
    }
  }

  /// Makes the names in `directories` durable, and their own names up to the root. Nothing is
  /// synced twice.
  void sync(Collection<Path> directories) throws IOException {
    Set<Path> named = new LinkedHashSet<>();
    Set<Path> changed = new LinkedHashSet<>(directories);
    for (Path directory : directories) {
      Path step = directory;
      while (!step.equals(root) && !durable.contains(step) && named.add(step)) {
        step = step.getParent();
        changed.add(step);
      }
    }
    Syncs.all(changed);
    durable.addAll(named);
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
