package nscr.format;

import java.util.Collection;
import nscr.content.ContentException;

/// What `docker export` makes, and people take for an image.
final class RootFileSystem {
  private RootFileSystem() {}

  /// @param archive its name
  /// @param top names at the top of the archive
  /// @throws ContentException when they are those of a root file system
  static void refuse(String archive, Collection<String> top) throws ContentException {
    boolean system = top.contains("bin") && (top.contains("etc") || top.contains("dev"));
    if (top.contains(".dockerenv") || system) {
      throw new ContentException(
          archive
              + ": this is a root file system (found "
              + String.join(", ", top)
              + "), as docker export makes, and no image; docker save makes one");
    }
  }
}
