package nscr.backup;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import nscr.blob.Ownership;
import nscr.oci.Quoted;
import nscr.store.StoreDirectory;
import nscr.store.StoreException;
import nscr.store.StoreLock;

/// The directory of a backup, held by this process alone.
///
/// It is a store, but for two things. The file `backup` says that it is none to be changed, and
/// which store it is of. And `index` is a link to the directory the index is in: to put another in
/// its place is one rename.
final class BackupDirectory implements Closeable {
  private static final String FORMAT = "nscr backup 1";
  private static final String INDEX = "index";

  private final Path directory;
  private final StoreLock lock;

  private BackupDirectory(Path directory, StoreLock lock) {
    this.directory = directory;
    this.lock = lock;
  }

  /// Takes the backup in `directory`, making an empty one where there is nothing.
  ///
  /// @param store the store it is to be of
  /// @throws StoreException Format when something else is there, or another store's backup; Busy
  ///   when another process has it
  static BackupDirectory open(Path directory, String store, Waiting waiting) throws IOException {
    checkOurs(directory);
    Files.createDirectories(directory);
    BackupDirectory taken = new BackupDirectory(directory, waiting.take(directory));
    try {
      Path marker = directory.resolve(StoreDirectory.BACKUP);
      if (Files.notExists(marker)) {
        taken.write(StoreDirectory.BACKUP, FORMAT + "\n" + store + "\n");
      }
      taken.checkStore(store);
      return taken;
    } catch (IOException | RuntimeException | Error e) {
      taken.close();
      throw e;
    }
  }

  /// @throws StoreException.Format when something else is there than a backup
  static void checkOurs(Path directory) throws IOException {
    if (!Files.exists(directory) || StoreDirectory.isBackup(directory)) {
      return;
    }
    if (!Files.isDirectory(directory)) {
      throw new StoreException.Format(directory + " is no directory");
    }
    try (Stream<Path> entries = Files.list(directory)) {
      // These an interrupted beginning leaves behind.
      if (!entries
          .map(path -> path.getFileName().toString())
          .allMatch(name -> name.equals("lock") || name.equals(StoreDirectory.BACKUP + ".new"))) {
        throw new StoreException.Format(
            directory
                + " is not empty and not a backup: it has no file \""
                + StoreDirectory.BACKUP
                + "\". Name another directory.");
      }
    }
  }

  private void checkStore(String store) throws IOException {
    List<String> lines =
        Files.readAllLines(directory.resolve(StoreDirectory.BACKUP), StandardCharsets.ISO_8859_1);
    if (lines.size() != 2 || !lines.getFirst().equals(FORMAT)) {
      throw new StoreException.Format(
          directory
              + " is a backup of a form this nscr does not know: "
              + Quoted.of(lines.isEmpty() ? "" : lines.getFirst()));
    }
    if (!lines.get(1).equals(store)) {
      throw new StoreException.Format(
          directory + " is the backup of another store. Name another directory for this one.");
    }
  }

  /// How long to wait for a directory that another process has.
  ///
  /// @param process what this process is called to others
  record Waiting(String process, Duration patience) {

    /// @throws StoreException.Busy when it was too long
    StoreLock take(Path directory) throws IOException {
      Optional<StoreLock> lock = StoreLock.await(directory, process, patience);
      if (lock.isEmpty()) {
        throw new StoreException.Busy(
            directory
                + " is in use by "
                + StoreLock.owner(directory).orElse("another process")
                + ". Wait, end it, or pass --wait 5m.");
      }
      return lock.get();
    }
  }

  /// Where the index is that was brought last and completely.
  Optional<Path> index() throws IOException {
    try {
      return Optional.of(directory.resolve(Files.readSymbolicLink(directory.resolve(INDEX))))
          .filter(Files::isDirectory);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /// Where the index of this id is to be.
  Path newIndex(String id) {
    return directory.resolve(INDEX + "-" + id);
  }

  /// From now on, durably, the backup is what the index of this id says.
  void change(String id) throws IOException {
    Path link = directory.resolve(INDEX + ".new");
    Files.deleteIfExists(link);
    Files.createSymbolicLink(link, newIndex(id).getFileName());
    Ownership.in(directory).give(link);
    IndexTransfer.sync(directory);
    Files.move(link, directory.resolve(INDEX), StandardCopyOption.ATOMIC_MOVE);
    IndexTransfer.sync(directory);
    if (Files.notExists(directory.resolve("format"))) {
      StoreDirectory.make(directory);
    }
  }

  /// Whether an attempt before this one did not come to its end.
  boolean hasLeftovers() throws IOException {
    return !others(index()).isEmpty();
  }

  /// Deletes every index but the one that counts and `kept`.
  void sweepAllBut(Path kept) throws IOException {
    for (Path index : others(index())) {
      if (!index.equals(kept)) {
        Flat.delete(index);
      }
    }
  }

  private List<Path> others(Optional<Path> current) throws IOException {
    List<Path> others = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, INDEX + "-*")) {
      for (Path index : found) {
        if (!current.equals(Optional.of(index))) {
          others.add(index);
        }
      }
    }
    return others;
  }

  private void write(String name, String text) throws IOException {
    Path made = directory.resolve(name + ".new");
    Files.writeString(made, text);
    Ownership.in(directory).give(made);
    IndexTransfer.sync(made);
    Files.move(made, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    IndexTransfer.sync(directory);
    IndexTransfer.sync(directory.toAbsolutePath().getParent());
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
