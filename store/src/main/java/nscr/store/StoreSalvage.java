package nscr.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import nscr.blob.Ownership;
import nscr.index.RocksIndexBackend;
import nscr.index.RocksSalvage;
import nscr.index.SalvageReport;

/// Gives a store whose index is damaged or gone a new one, with whatever can still be read; the
/// damaged one is kept aside. What it says then has to be mended (see `nscr.check.Repair`).
public final class StoreSalvage {
  private StoreSalvage() {}

  /// What became of the old index.
  ///
  /// @param kept where it is now; empty when there was none
  public record Outcome(Optional<Path> kept, SalvageReport report) {}

  /// Salvages the index of the store in `directory`, which no process may have open. It may be
  /// killed at any moment, and done again.
  ///
  /// @throws StoreException Busy, Missing or Format
  public static Outcome run(Path directory, StoreOptions options) throws IOException {
    StoreDirectory.prepare(directory, false);
    if (StoreDirectory.isBackup(directory)) {
      throw new StoreException.ReadOnly(StoreDirectory.whyBackup(directory));
    }
    try (StoreLock _ = lock(directory, options)) {
      return run(directory);
    }
  }

  private static StoreLock lock(Path directory, StoreOptions options) throws IOException {
    String process = "process " + ProcessHandle.current().pid() + " (" + options.command() + ")";
    Optional<StoreLock> lock = StoreLock.await(directory, process, options.patience());
    if (lock.isEmpty()) {
      throw new StoreException.Busy(
          "store "
              + directory
              + " is in use by "
              + StoreLock.owner(directory).orElse("another process")
              + ", and its index has to be made anew. Stop that first, or pass --wait 5m.");
    }
    return lock.get();
  }

  private static Outcome run(Path directory) throws IOException {
    Path index = directory.resolve("index");
    Path made = directory.resolve("index.new");
    Path whole = directory.resolve("index.salvaged");
    if (!Files.exists(index) && Files.exists(whole)) {
      // Killed between the two renames.
      rename(whole, index);
      return new Outcome(
          Optional.empty(),
          new SalvageReport(
              0, List.of("an earlier salvage was interrupted, and what it read is used")));
    }
    boolean isThere = !StoreDirectory.isIndexGone(directory);
    delete(made);
    delete(whole);
    SalvageReport report =
        isThere
            ? RocksSalvage.run(index, made)
            : new SalvageReport(0, List.of("the index was gone: every name and manifest is lost"));
    if (!isThere) {
      RocksIndexBackend.open(made).close();
    }
    Ownership.in(directory).giveAll(made);
    rename(made, whole);
    Optional<Path> kept = Files.exists(index) ? Optional.of(free(directory)) : Optional.empty();
    if (kept.isPresent()) {
      rename(index, kept.get());
    }
    rename(whole, index);
    return new Outcome(kept, report);
  }

  private static Path free(Path directory) {
    int n = 1;
    while (Files.exists(directory.resolve("index.damaged-" + n))) {
      n++;
    }
    return directory.resolve("index.damaged-" + n);
  }

  private static void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel names =
        FileChannel.open(to.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
      names.force(true);
    }
  }

  private static void delete(Path index) throws IOException {
    if (Files.isDirectory(index)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(index)) {
        for (Path file : files) {
          Files.delete(file);
        }
      }
      Files.delete(index);
    }
  }
}
