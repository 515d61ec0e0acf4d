package nscr;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The project's own files, below the folder of the root pom.
public record SourceTree(Path root) {

  /// The nearest folder, `start` or above it, that holds the modules.
  public static Path rootAbove(Path start) {
    for (Path folder = start; folder != null; folder = folder.getParent()) {
      if (Files.exists(folder.resolve("store/pom.xml"))) {
        return folder;
      }
    }
    throw new IllegalStateException("no folder above " + start + " holds store/pom.xml");
  }

  /// The Java files of these modules that have more lines, as `path: lines`.
  List<String> longerThan(int lines, List<String> modules) throws IOException {
    List<String> found = new ArrayList<>();
    for (String module : modules) {
      for (Path file : javaFiles(root.resolve(module).resolve("src"))) {
        int length = Files.readAllLines(file).size();
        if (length > lines) {
          found.add(root.relativize(file) + ": " + length);
        }
      }
    }
    return found;
  }

  private static List<Path> javaFiles(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }
}
