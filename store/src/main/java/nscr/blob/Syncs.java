package nscr.blob;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Many syncs side by side: a file system's journal takes many at once at nearly the price of one.
final class Syncs {
  private static final int AT_ONCE = 16;

  private Syncs() {}

  /// Makes files, or the names in directories, durable; those that are not there are passed over.
  static void all(Collection<Path> paths) throws IOException {
    if (paths.size() == 1) {
      one(paths.iterator().next());
      return;
    }
    List<Future<?>> syncs = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      for (Path path : paths) {
        syncs.add(
            threads.submit(() -> {
              one(path);
              return path;
            }));
      }
    }
    for (Future<?> sync : syncs) {
      if (sync.state() != Future.State.SUCCESS) {
        throw new IOException(
            "cannot make files durable: " + sync.exceptionNow().getMessage(), sync.exceptionNow());
      }
    }
  }

  private static void one(Path path) throws IOException {
    try {
      Directories.sync(path);
    } catch (NoSuchFileException _) {
      // A staged file that is gone was published by an earlier call; if it was not, renaming it
      // says so. In a directory that is gone there is nothing.
      return;
    }
  }
}
