package nscr.blob;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/// Whom new files in a store belong to: what root makes in a directory of somebody else belongs to
/// that somebody, who could not work with it otherwise. For all others this does nothing.
///
/// @param isForeign whether this process is root and the directory somebody else's
public record Ownership(boolean isForeign, int user, int group) {
  private static final Path SELF = Path.of("/proc/self");
  private static final Ownership NOBODY = new Ownership(false, 0, 0);

  /// What holds in `directory`; where there is none, or it cannot be looked at, nothing is given
  /// away.
  public static Ownership in(Path directory) {
    try {
      if (isRoot()) {
        var attributes = Files.readAttributes(directory, "unix:uid,gid");
        int user = (int) attributes.get("uid");
        return new Ownership(user != 0, user, (int) attributes.get("gid"));
      }
      return NOBODY;
    } catch (IOException e) {
      return NOBODY;
    }
  }

  private static boolean isRoot() throws IOException {
    return Files.exists(SELF)
        ? Files.getAttribute(SELF, "unix:uid").equals(0)
        : System.getProperty("user.name").equals("root");
  }

  /// Makes `path`, which this process has made, belong to whom it should. Where that is not
  /// possible, as on a network's file system that trusts no root, or it has gone, it stays as it
  /// is.
  public void give(Path path) {
    if (isForeign) {
      try {
        Files.setAttribute(path, "unix:uid", user, LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(path, "unix:gid", group, LinkOption.NOFOLLOW_LINKS);
      } catch (IOException e) {
        return;
      }
    }
  }

  /// The same for a directory and what lies in it.
  public void giveAll(Path directory) throws IOException {
    if (isForeign) {
      give(directory);
      Directories.children(directory).forEach(this::give);
    }
  }
}
