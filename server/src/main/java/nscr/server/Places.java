package nscr.server;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
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
  private static final String IN_USE = "Address already in use";

  private Places() {}

  /// Makes sure that every one can be listened on. A socket in the file system that a killed server
  /// left, and nobody listens on, is deleted.
  ///
  /// @throws IOException naming the first that cannot, and why
  static void prepare(List<Listen> places) throws IOException {
    List<SocketAddress> addresses = new ArrayList<>();
    for (Listen place : places) {
      try {
        SocketAddress address = probe(place);
        if (addresses.stream().anyMatch(other -> collide(other, address))) {
          throw new BindException(IN_USE);
        }
        addresses.add(address);
      } catch (IOException | UnresolvedAddressException e) {
        throw new IOException("cannot listen on " + place + ": " + reason(place, e), e);
      }
    }
  }

  /// Whether only one of them can be listened on: an address for all the machine's is one of each.
  private static boolean collide(SocketAddress one, SocketAddress other) {
    return one instanceof InetSocketAddress a && other instanceof InetSocketAddress b
        ? a.getPort() != 0
            && a.getPort() == b.getPort()
            && (a.getAddress().equals(b.getAddress())
                || a.getAddress().isAnyLocalAddress()
                || b.getAddress().isAnyLocalAddress())
        : one.equals(other);
  }

  private static String reason(Listen place, Exception e) {
    String known = e instanceof IOException ? String.valueOf(e.getMessage()) : "Unresolved";
    return switch (known) {
      case "Unresolved" -> "there is no such host";
      case IN_USE ->
          place instanceof Listen.Unix(Path path)
                  && Files.exists(path, LinkOption.NOFOLLOW_LINKS)
                  && !isSocket(path)
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

  /// Takes a place and gives it back, by a socket that does not listen: a client that is early is
  /// refused, as until now, while one that had got through would be cut off.
  private static SocketAddress probe(Listen place) throws IOException {
    if (place instanceof Listen.Unix(Path path)) {
      if (isSocket(path) && !isListening(path)) {
        Files.deleteIfExists(path);
      }
      try (SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX)) {
        socket.bind(place.address());
      }
      Files.delete(path);
    } else {
      bind(place.address());
    }
    return place.address();
  }

  /// Whether nobody listens there any more, as far as can be told.
  static boolean isFree(SocketAddress place) {
    if (place instanceof UnixDomainSocketAddress unix) {
      return !Files.exists(unix.getPath(), LinkOption.NOFOLLOW_LINKS);
    }
    try {
      bind(place);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static void bind(SocketAddress address) throws IOException {
    try (SocketChannel socket = SocketChannel.open()) {
      socket.setOption(StandardSocketOptions.SO_REUSEADDR, true).bind(address);
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
