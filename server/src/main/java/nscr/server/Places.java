package nscr.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/// The places a server is about to listen on. Helidon 4.5.0 does not tell its caller why it cannot.
final class Places {
  private Places() {}

  /// Makes sure that every one can be listened on. A socket in the file system that a killed server
  /// left, and nobody listens on, is deleted.
  ///
  /// @throws IOException naming the first that cannot, and why
  static void prepare(List<Listen> places) throws IOException {
    for (Listen place : places) {
      try {
        prepare(place);
      } catch (IOException | UnresolvedAddressException e) {
        throw new IOException("cannot listen on " + place + ": " + reason(e), e);
      }
    }
  }

  private static String reason(Exception e) {
    return e instanceof IOException ? e.getMessage() : "there is no such host";
  }

  private static void prepare(Listen place) throws IOException {
    switch (place) {
      case Listen.Unix(Path path) -> {
        if (isSocket(path) && !isListening(path)) {
          Files.deleteIfExists(path);
        }
        try (var probe = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
          probe.bind(UnixDomainSocketAddress.of(path));
          Files.delete(path);
        }
      }
      case Listen.Tcp(String host, int port) -> {
        try (ServerSocketChannel probe = ServerSocketChannel.open()) {
          probe.bind(new InetSocketAddress(host, port));
        }
      }
    }
  }

  private static boolean isSocket(Path path) throws IOException {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS)
        && Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
            .isOther();
  }

  private static boolean isListening(Path path) {
    try (SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      return socket.connect(UnixDomainSocketAddress.of(path));
    } catch (IOException e) {
      return false;
    }
  }
}
