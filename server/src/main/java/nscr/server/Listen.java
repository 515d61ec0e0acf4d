package nscr.server;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nscr.oci.Quoted;

/// Where a server listens.
public sealed interface Listen {

  /// The address of a server that is told nothing else.
  Listen USUAL = new Tcp("127.0.0.1", 7000);

  /// What the system is asked for. A name is looked up anew each time, and what is not found is
  /// unresolved.
  SocketAddress address();

  /// This place, once it was taken.
  ///
  /// @param port the one that was given, where there are ports
  Listen taken(int port);

  /// A host name or address, without brackets, and a port; 0 takes a free one.
  record Tcp(String host, int port) implements Listen {
    public Tcp {
      if (host.isEmpty() || port < 0 || port > 65535) {
        throw new IllegalArgumentException("no server listens on " + host + ":" + port);
      }
    }

    @Override
    public SocketAddress address() {
      return new InetSocketAddress(host, port);
    }

    @Override
    public Listen taken(int free) {
      return new Tcp(host, free);
    }

    @Override
    public String toString() {
      return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
  }

  /// A socket in the file system.
  record Unix(Path path) implements Listen {
    @Override
    public SocketAddress address() {
      return UnixDomainSocketAddress.of(path);
    }

    @Override
    public Listen taken(int port) {
      return this;
    }

    @Override
    public String toString() {
      return "unix:" + path;
    }
  }

  /// Reads `HOST:PORT`, `[IPv6]:PORT` or `unix:PATH`.
  ///
  /// @throws IllegalArgumentException when it is none of these
  static Listen parse(String text) {
    if (text.startsWith("unix:") && text.length() > 5) {
      return new Unix(Path.of(text.substring(5)));
    }
    Matcher matcher = Pattern.compile("(?:\\[([^]]+)]|([^:\\[\\]]+)):([0-9]{1,5})").matcher(text);
    if (!matcher.matches() || Integer.parseInt(matcher.group(3)) > 65535) {
      throw new IllegalArgumentException(
          "cannot listen on " + Quoted.of(text) + ": expected HOST:PORT, [IPv6]:PORT or unix:PATH");
    }
    String host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    return new Tcp(host, Integer.parseInt(matcher.group(3)));
  }
}
