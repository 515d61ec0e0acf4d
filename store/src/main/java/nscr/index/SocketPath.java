package nscr.index;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/// Sockets in the file system by paths of any length. The system takes about a hundred bytes; a
/// longer one is reached through a link in a directory of our own, which is gone afterwards.
final class SocketPath {
  /// Linux has room for 107, others for 103.
  private static final int LONGEST = 100;

  private SocketPath() {}

  /// What is done with an address.
  @FunctionalInterface
  interface Use<T> {
    T with(UnixDomainSocketAddress address) throws IOException;
  }

  static <T> T use(Path socket, Use<T> use) throws IOException {
    if (length(socket) <= LONGEST) {
      return use.with(UnixDomainSocketAddress.of(socket));
    }
    Path absolute = socket.toAbsolutePath();
    Path own = shortDirectory();
    Path link = own.resolve("s");
    try {
      Files.createSymbolicLink(link, absolute.getParent());
      return use.with(UnixDomainSocketAddress.of(link.resolve(absolute.getFileName())));
    } finally {
      Files.deleteIfExists(link);
      Files.delete(own);
    }
  }

  /// A new directory nobody else can write to.
  private static Path shortDirectory() throws IOException {
    Path usual = Path.of(System.getProperty("java.io.tmpdir"));
    Path parent = length(usual) <= LONGEST / 2 ? usual : Path.of("/tmp");
    return Files.createTempDirectory(parent, "nscr");
  }

  private static int length(Path path) {
    return path.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
  }
}
