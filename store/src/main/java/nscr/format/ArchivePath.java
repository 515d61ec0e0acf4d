package nscr.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Paths inside an archive: components joined by `/`, without `.`, `..` or empty ones; the top is
/// the empty path.
final class ArchivePath {
  private ArchivePath() {}

  /// `path` as seen from the directory `from`; empty when it is absolute or leads out of the
  /// archive.
  static Optional<String> resolve(String from, String path) {
    if (path.startsWith("/")) {
      return Optional.empty();
    }
    List<String> parts = new ArrayList<>();
    for (String part : (from + "/" + path).split("/")) {
      if (part.equals("..")) {
        if (parts.isEmpty()) {
          return Optional.empty();
        }
        parts.removeLast();
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return Optional.of(String.join("/", parts));
  }

  /// `name` in `directory`, both already valid.
  static String join(String directory, String name) {
    return directory.isEmpty() ? name : name.isEmpty() ? directory : directory + "/" + name;
  }

  /// The directory of `path`; the top for what lies there.
  static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(0, slash);
  }

  /// The last component of `path`.
  static String last(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /// Whether `path` is `directory` or lies below it.
  static boolean isWithin(String directory, String path) {
    return directory.isEmpty() || path.equals(directory) || path.startsWith(directory + "/");
  }
}
