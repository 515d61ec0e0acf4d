package nscr.format;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import nscr.content.ContentException;

/// A directory on disk. Files are looked up when they are asked for; nothing is held open.
final class DirectoryTree implements FileTree {
  private static final int TOP = 8;

  private final String name;
  private final Path root;

  /// @param name for messages, as the person typed it
  DirectoryTree(Path directory, String name) throws IOException {
    this.name = name;
    try {
      this.root = directory.toRealPath();
    } catch (IOException e) {
      throw unreadable(directory, e);
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Optional<TreeFile> find(String path) throws IOException {
    Path file;
    try {
      file = root.resolve(path);
      Path real = file.toRealPath();
      if (!real.startsWith(root)) {
        throw new ContentException(
            name + ": " + path + " is a link that leads out of the directory");
      }
      if (!Files.isRegularFile(real)) {
        return Optional.empty();
      }
      return Optional.of(new TreeFile(path, Files.size(real), Optional.empty(), () -> open(real)));
    } catch (NoSuchFileException | InvalidPathException _) {
      return Optional.empty();
    } catch (ContentException e) {
      throw e;
    } catch (IOException e) {
      throw unreadable(root.resolve(path), e);
    }
  }

  private static InputStream open(Path file) throws IOException {
    try {
      return new FilterInputStream(Files.newInputStream(file)) {
        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
          try {
            return super.read(into, offset, length);
          } catch (IOException e) {
            throw unreadable(file, e);
          }
        }
      };
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  @Override
  public SortedSet<String> holding(Set<String> names) throws IOException {
    SortedSet<String> found = new TreeSet<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            names.stream()
                .filter(file -> Files.exists(directory.resolve(file)))
                .findAny()
                .ifPresent(_ -> found.add(relative(directory)));
            // A layout may hold very many blobs, and none of them is a place to look for another
            // archive.
            return Files.exists(directory.resolve("oci-layout"))
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path path, IOException e) throws IOException {
            throw unreadable(path, e);
          }
        });
    return found;
  }

  private String relative(Path path) {
    return root.relativize(path).toString().replace(path.getFileSystem().getSeparator(), "/");
  }

  @Override
  public List<String> list(String directory) throws IOException {
    Path path = root.resolve(directory);
    try (Stream<Path> files = Files.list(path)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> file.getFileName().toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  @Override
  public List<String> top() throws IOException {
    try (Stream<Path> files = Files.list(root)) {
      return files.map(file -> file.getFileName().toString()).sorted().limit(TOP).toList();
    } catch (IOException e) {
      throw unreadable(root, e);
    }
  }

  /// Links are looked at one by one, when they are followed.
  @Override
  public void verify() {}

  private static IOException unreadable(Path path, IOException e) {
    String why =
        switch (e) {
          case AccessDeniedException _ -> "permission denied";
          case NoSuchFileException _ -> "no such file or directory";
          default -> e.getMessage();
        };
    return new IOException("cannot read " + path + ": " + why, e);
  }
}
