package nscr.cli.command;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/// How many bytes the files of a store have, by what they are for.
record StoreFiles(long blobs, long index, long staged, long reserve) {

  static StoreFiles of(Path store) throws IOException {
    return new StoreFiles(
        below(store.resolve("blobs")),
        below(store.resolve("index")),
        below(store.resolve("staged")),
        below(store.resolve("reserve")));
  }

  static long below(Path directory) throws IOException {
    long[] bytes = {0};
    Files.walkFileTree(
        // The index of a backup is behind a link.
        Files.exists(directory) ? directory.toRealPath() : directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            bytes[0] += attributes.size();
            return FileVisitResult.CONTINUE;
          }

          // What went since its directory was read takes no space any more.
          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE;
          }
        });
    return bytes[0];
  }
}
