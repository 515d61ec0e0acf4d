package nscr.server;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/// The places a server is about to listen on. Helidon 4.5.0 does not tell its caller why it cannot.
final class Places {
  private Places() {}

  /// Makes sure that every one can be listened on. A socket in the file system that a killed server
  /// left, and nobody listens on, is deleted.
  ///
  /// @throws IOException naming the first that cannot, and why
  static void prepare(List<Listen> places) throws IOException {
    List<ServerSocketChannel> probes = new ArrayList<>();
    try {
      for (Listen place : places) {
        try {
          // Held until all are there: one may be in the way of another.
          probes.add(probe(place));
        } catch (IOException | UnresolvedAddressException e) {
          throw new IOException("cannot listen on " + place + ": " + reason(place, e), e);
        }
      }
    } finally {
      for (int i = 0; i < probes.size(); i++) {
        probes.get(i).close();
        if (places.get(i) instanceof Listen.Unix(Path path)) {
          Files.deleteIfExists(path);
        }
      }
    }
  }

  private static String reason(Listen place, Exception e) {
    String known = e instanceof IOException ? String.valueOf(e.getMessage()) : "Unresolved";
    return switch (known) {
      case "Unresolved" -> "there is no such host";
      case "Address already in use" ->
          place instanceof Listen.Unix(Path path) && !isSocket(path)
              ? "a file is there that is no socket; name another place with --listen"
              : "something listens there already; end it, or name another place with --listen";
      case "Cannot assign requested address" ->
          "this machine has no such address; 0.0.0.0 stands for all it has";
      case "Permission denied" -> "permission denied";
      case "No such file or directory" -> "its directory is not there";
      case "Unix domain path too long" -> "the path is too long; about 100 bytes are possible";
      default -> known;
    };
  }

  private static ServerSocketChannel probe(Listen place) throws IOException {
    if (!(place instanceof Listen.Unix(Path path))) {
      return bound(ServerSocketChannel.open(), place);
    }
    if (isSocket(path) && !isListening(path)) {
      Files.deleteIfExists(path);
    }
    return bound(ServerSocketChannel.open(StandardProtocolFamily.UNIX), place);
  }

  private static ServerSocketChannel bound(ServerSocketChannel probe, Listen to)
      throws IOException {
    try {
      return probe.bind(to.address());
    } catch (IOException | RuntimeException e) {
      probe.close();
      throw e;
    }
  }

  private static boolean isSocket(Path path) {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
          .isOther();
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isListening(Path path) {
    try (SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      return socket.connect(UnixDomainSocketAddress.of(path));
    } catch (IOException e) {
      return false;
    }
  }
}
