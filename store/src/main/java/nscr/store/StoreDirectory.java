package nscr.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import nscr.blob.Ownership;

/// The directory a store lives in, and the file `format` that says which version of rows and files
/// it holds.
public final class StoreDirectory {
  /// The version of rows and files this program knows.
  public static final String FORMAT = "nscr 1";

  private static final FileAttribute<?> READABLE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--"));

  /// The file that says that a directory is a backup.
  public static final String BACKUP = "backup";

  /// The file that says that a directory is being made a store from a backup.
  public static final String RESTORING = "restoring";

  private StoreDirectory() {}

  /// Makes sure that `directory` is a store of this version, making an empty one where there is
  /// nothing and `create` is set.
  ///
  /// @throws StoreException.Missing when there is nothing and it is not to be made
  /// @throws StoreException.Damaged when it was a store, and nothing says any more of which version
  /// @throws StoreException.Format when it is something else, or of another version
  public static void prepare(Path directory, boolean create) throws IOException {
    try {
      String found =
          Files.readString(directory.resolve("format"), StandardCharsets.ISO_8859_1).strip();
      if (!found.equals(FORMAT)) {
        throw new StoreException.Format(
            "store "
                + directory
                + " has format "
                + nscr.oci.Quoted.of(found)
                + ", and this nscr knows \""
                + FORMAT
                + "\". Use the nscr that made it, or export with that one and import here.");
      }
    } catch (NoSuchFileException e) {
      if (isMadeMeanwhile(directory)) {
        prepare(directory, create);
        return;
      }
      checkComplete(directory);
      if (!isIndexGone(directory) && Files.exists(directory.resolve("blobs"))) {
        throw new StoreException.Damaged(
            "store "
                + directory
                + " has an index and blobs, but its file \"format\" is gone. Put it back from a"
                + " backup; if this version of nscr made the store, it is one line: "
                + FORMAT,
            e);
      }
      if (isForeign(directory)) {
        throw new StoreException.Format(
            directory
                + " is not empty and not a store: it has no file \"format\". Name another directory"
                + " with --store.");
      }
      if (!create) {
        throw new StoreException.Missing(
            "there is no store at "
                + directory
                + ". nscr import makes one; --store or NSCR_STORE names another.");
      }
      make(directory);
    }
  }

  /// @throws StoreException.Format when there is the beginning of a backup, or of a store from one
  private static void checkComplete(Path directory) throws StoreException.Format {
    if (isBackup(directory)) {
      throw new StoreException.Format(
          directory + " is a backup that was never completed. Run nscr backup again.");
    }
    if (Files.exists(directory.resolve(RESTORING))) {
      throw new StoreException.Format(
          directory
              + " is being restored from a backup, or that was interrupted: then run nscr restore"
              + " again.");
    }
  }

  /// Keeps an index from being made anew where blobs say that there was one.
  ///
  /// @throws StoreException.Damaged when the index is gone
  static void checkWhole(Path directory) throws IOException {
    if (isIndexGone(directory) && Files.exists(directory.resolve("blobs"))) {
      throw new StoreException.Damaged(
          "store "
              + directory
              + " has blobs, but its directory \"index\" is gone or empty. Put it back from a"
              + " backup; without it the blobs have no names. nscr check --repair makes an empty"
              + " one, and keeps the blobs aside.",
          null);
    }
  }

  /// Whether there is no index, nor anything that was once part of one.
  static boolean isIndexGone(Path directory) throws IOException {
    Path index = directory.resolve("index");
    if (Files.exists(index.resolve("CURRENT")) || !Files.isDirectory(index)) {
      return !Files.exists(index);
    }
    try (Stream<Path> files = Files.list(index)) {
      return files
          .map(file -> file.getFileName().toString())
          .noneMatch(name -> name.endsWith(".sst") || name.endsWith(".log"));
    }
  }

  private static boolean isForeign(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return Files.exists(directory);
    }
    // A lock alone, or a format half written, is what a creation that was interrupted leaves, or
    // one that is under way.
    try (Stream<Path> entries = Files.list(directory)) {
      return !entries
              .map(path -> path.getFileName().toString())
              .allMatch(name -> name.equals("lock") || name.matches("format(\\..*)?\\.new"))
          && !isMadeMeanwhile(directory);
    }
  }

  private static boolean isMadeMeanwhile(Path directory) {
    return Files.exists(directory.resolve("format"));
  }

  /// Whether `directory` is a backup, complete or not: what must not be changed but by the next
  /// one.
  public static boolean isBackup(Path directory) {
    return Files.exists(directory.resolve(BACKUP));
  }

  /// Why a backup is not changed.
  static String whyBackup(Path directory) {
    return directory
        + " is a backup, which only the next one changes: nscr restore makes a store of it";
  }

  /// Makes `directory` a store, with what lies in it: from now on it is opened. Several processes
  /// may do this at once.
  public static void make(Path directory) throws IOException {
    Files.createDirectories(directory);
    Path made = Files.createTempFile(directory, "format.", ".new", READABLE);
    Files.writeString(made, FORMAT + "\n");
    Ownership.in(directory).give(made);
    sync(made, StandardOpenOption.WRITE);
    Files.move(made, directory.resolve("format"), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    sync(directory, StandardOpenOption.READ);
    sync(directory.toAbsolutePath().getParent(), StandardOpenOption.READ);
  }

  private static void sync(Path path, StandardOpenOption mode) throws IOException {
    try (FileChannel channel = FileChannel.open(path, mode)) {
      channel.force(true);
    }
  }
}
