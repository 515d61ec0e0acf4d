package nscr.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/// The directory a store lives in, and the file `format` that says which version of rows and files
/// it holds.
final class StoreDirectory {
  private static final String FORMAT = "nscr 1";

  private StoreDirectory() {}

  /// Makes sure that `directory` is a store of this version, making an empty one where there is
  /// nothing and `create` is set.
  ///
  /// @throws StoreException.Missing when there is nothing and it is not to be made
  /// @throws StoreException.Format when it is something else, or of another version
  static void prepare(Path directory, boolean create) throws IOException {
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

  /// Keeps an index from being made anew where blobs say that there was one.
  ///
  /// @throws StoreException.Damaged when the index is gone
  static void checkWhole(Path directory) throws StoreException.Damaged {
    if (!Files.exists(directory.resolve("index")) && Files.exists(directory.resolve("blobs"))) {
      throw new StoreException.Damaged(
          "store "
              + directory
              + " has blobs, but its directory \"index\" is gone. Put it back from a copy; without"
              + " it the blobs have no names.",
          null);
    }
  }

  private static boolean isForeign(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return Files.exists(directory);
    }
    // A lock alone, or a format half written, is what a creation that was interrupted leaves.
    try (Stream<Path> entries = Files.list(directory)) {
      return !entries
          .map(path -> path.getFileName().toString())
          .allMatch(List.of("lock", "format.new")::contains);
    }
  }

  private static void make(Path directory) throws IOException {
    Files.createDirectories(directory);
    Path made = directory.resolve("format.new");
    Files.writeString(made, FORMAT + "\n");
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
