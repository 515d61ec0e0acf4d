package nscr.format;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;

/// Files that are written into a directory and taken back unless they are wanted in the end.
///
/// A file gets its name when it is complete; until then it has one that begins with `.nscr-`.
final class NewFiles {
  private static final int CHUNK = 64 << 10;

  private final Path root;
  private final byte[] chunk = new byte[CHUNK];
  private final Deque<Path> created = new ArrayDeque<>();
  private int parts;

  NewFiles(Path root) throws IOException {
    this.root = root;
    directory(root);
  }

  private void directory(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      Path parent = directory.toAbsolutePath().getParent();
      if (parent != null) {
        directory(parent);
      }
      Files.createDirectory(directory);
      created.push(directory);
    }
  }

  /// Writes a new file, reading `content` to its end.
  void write(String path, InputStream content) throws IOException {
    Path file = root.resolve(path);
    directory(file.getParent());
    Path part = part();
    try {
      try (OutputStream out = Files.newOutputStream(part, StandardOpenOption.CREATE_NEW)) {
        int count;
        do {
          count = content.readNBytes(chunk, 0, CHUNK);
          out.write(chunk, 0, count);
        } while (count == CHUNK);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
    created.push(file);
  }

  /// Replaces a file, or makes it, at once and durably. One that was there before is not taken
  /// back.
  void replace(String path, byte[] content) throws IOException {
    Path file = root.resolve(path);
    boolean isNew = !Files.exists(file);
    Path part = part();
    try {
      try (FileChannel out =
          FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        Channels.newOutputStream(out).write(content);
        out.force(true);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
    if (isNew) {
      created.push(file);
    }
  }

  private Path part() {
    return root.resolve(".nscr-" + ProcessHandle.current().pid() + "-" + parts++);
  }

  /// From now on what was written stays.
  void keep() {
    created.clear();
  }

  /// Removes what was written and is not kept.
  void discard() throws IOException {
    while (!created.isEmpty()) {
      Path path = created.pop();
      try {
        Files.deleteIfExists(path);
      } catch (DirectoryNotEmptyException _) {
        // Somebody else put something there: it is theirs now.
        continue;
      }
    }
  }
}
