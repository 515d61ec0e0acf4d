package nscr.cli.command;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import nscr.blob.FileBlobBackend;
import nscr.index.MemoryIndexBackend;
import nscr.store.Store;

/// A store to try something in where there is none yet: its index in memory, its files in a
/// temporary directory that is gone when this is closed.
final class DryStore implements Closeable {
  private Optional<Path> directory = Optional.empty();

  Store make() throws IOException {
    Path made = Files.createTempDirectory("nscr-");
    directory = Optional.of(made);
    return Store.over(new MemoryIndexBackend(), new FileBlobBackend(made), InstantSource.system());
  }

  @Override
  public void close() throws IOException {
    if (directory.isPresent()) {
      List<Path> inside;
      try (Stream<Path> found = Files.walk(directory.get())) {
        inside = found.sorted(Comparator.reverseOrder()).toList();
      }
      for (Path path : inside) {
        Files.delete(path);
      }
    }
  }
}
