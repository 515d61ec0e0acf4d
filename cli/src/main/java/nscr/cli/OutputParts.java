package nscr.cli;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import nscr.store.Store;

/// The files `.NAME.PID.part` that a file is written to, by one process each, before it gets its
/// name.
///
/// Whoever writes one has it locked for as long as he lives, so one that is not locked is
/// abandoned. The number alone would not tell: it may be another process's by now, or mean one in
/// another container. Nothing is removed that is not called exactly so, is no regular file, may not
/// be written, or lies on a network file system, where locks may not hold.
final class OutputParts {
  private static final String END = ".part";

  private final Path directory;
  private final String begin;

  /// @param target the file that they are to become
  OutputParts(Path target) {
    this.directory = target.getParent();
    this.begin = "." + target.getFileName() + ".";
  }

  /// That of this process.
  Path own() {
    return directory.resolve(begin + ProcessHandle.current().pid() + END);
  }

  /// Makes that of this process, and locks it until the channel is closed.
  FileChannel create() throws IOException {
    while (true) {
      FileChannel channel =
          FileChannel.open(own(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      if (isLocked(channel)) {
        return channel;
      }
      channel.close();
    }
  }

  private boolean isLocked(FileChannel channel) {
    try {
      // Who has it took it for abandoned before it was locked, and has it until it is deleted.
      return channel.lock().isValid() && Files.exists(own());
    } catch (IOException e) {
      // There are no locks here: then nobody gets one to remove it, either.
      return true;
    }
  }

  /// Removes those whose process has ended, as far as that can be told and done.
  void removeAbandoned() {
    try (DirectoryStream<Path> parts = Files.newDirectoryStream(directory, this::isPart)) {
      for (Path part : parts) {
        removeIfAbandoned(part);
      }
    } catch (IOException | DirectoryIteratorException e) {
      // What cannot be looked at is left to somebody who can.
      return;
    }
  }

  private boolean isPart(Path file) {
    String name = file.getFileName().toString();
    int end = name.length() - END.length();
    return name.startsWith(begin)
        && name.endsWith(END)
        && end > begin.length()
        && name.substring(begin.length(), end).chars().allMatch(c -> c >= '0' && c <= '9')
        && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
  }

  private void removeIfAbandoned(Path part) {
    try (FileChannel channel =
            FileChannel.open(part, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        FileLock lock = channel.tryLock()) {
      if (lock != null && Store.networkFileSystem(directory).isEmpty()) {
        Files.deleteIfExists(part);
      }
    } catch (IOException | OverlappingFileLockException e) {
      // Gone by now, or somebody else's; or this process's, on its way to the same file.
      return;
    }
  }
}
