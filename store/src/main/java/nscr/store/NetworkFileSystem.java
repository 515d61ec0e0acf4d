package nscr.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// File systems whose files lie on another machine: locks may not reach that far, and a sync may
/// promise more than is kept.
final class NetworkFileSystem {
  private static final Set<String> TYPES =
      Set.of(
          "9p",
          "afs",
          "afpfs",
          "beegfs",
          "ceph",
          "cifs",
          "coda",
          "davfs",
          "glusterfs",
          "gpfs",
          "lustre",
          "ncpfs",
          "nfs",
          "nfs4",
          "prl_fs",
          "smb2",
          "smb3",
          "smbfs",
          "vboxsf",
          "webdav");

  private NetworkFileSystem() {}

  /// The type of the file system `directory` is on; empty when it is a local one, or nobody can
  /// say.
  static Optional<String> of(Path directory) {
    try {
      return isOnDevice(directory)
          ? Optional.empty()
          : Optional.of(Files.getFileStore(directory).type()).filter(NetworkFileSystem::isNetwork);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /// Whether it is on a device of this machine, which is soon told. What has none, as all file
  /// systems of other machines and some of this one, Linux counts as of device class 0.
  private static boolean isOnDevice(Path directory) throws IOException {
    try {
      return Files.getAttribute(directory, "unix:dev") instanceof Long device
          && (device >> 8 & 0xfff) != 0;
    } catch (UnsupportedOperationException e) {
      return false;
    }
  }

  /// What is to be said of it to a person.
  static Optional<String> warning(Path directory) {
    return of(directory)
        .map(type ->
            "store "
                + directory
                + " is on a network file system ("
                + type
                + "), where locks and syncs may not hold. Use it from one machine, and keep a"
                + " backup.");
  }

  /// @param type as the system calls it: `nfs4`, `fuse.sshfs`
  static boolean isNetwork(String type) {
    String lower = type.toLowerCase(Locale.ROOT);
    return TYPES.contains(lower)
        || lower.startsWith("fuse.")
            && (lower.endsWith("sshfs")
                || lower.contains("s3")
                || lower.contains("rclone")
                || TYPES.contains(lower.substring("fuse.".length())));
  }
}
