import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;

/// The least that a registry in Java can do: GET moves a file to the socket with `transferTo`; PUT moves the socket's bytes
/// through SHA-256 to a file, syncs it and answers with the digest. It reads as much of HTTP as WireLoad writes, and trusts
/// its client with everything: only for measuring on one's own machine.
///
///     java BareLoop.java PORT DIRECTORY
public final class BareLoop {
  // The best of 16 to 1024 KiB: larger writes cost the page cache more.
  private static final int BUFFER = 64 << 10;

  public static void main(String[] args) throws Exception {
    Path directory = Path.of(args[1]);
    try (ServerSocketChannel server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress("127.0.0.1", Integer.parseInt(args[0])), 1024);
      while (true) {
        SocketChannel socket = server.accept();
        Thread.ofPlatform().daemon().start(() -> serve(socket, directory));
      }
    }
  }

  private static void serve(SocketChannel socket, Path directory) {
    ByteBuffer direct = ByteBuffer.allocateDirect(BUFFER);
    byte[] heap = new byte[BUFFER];
    try (socket) {
      direct.flip();
      while (true) {
        String head = head(socket, direct);
        if (head.isEmpty()) {
          return;
        }
        String[] line = head.substring(0, head.indexOf('\r')).split(" ");
        Path file = directory.resolve(line[1].substring(1));
        if (line[0].equals("GET")) {
          send(socket, file);
        } else {
          receive(socket, direct, heap, length(head), file);
        }
      }
    } catch (Exception e) {
      System.err.println(e);
    }
  }

  /// Reads up to the empty line; what came behind it stays in `buffer`.
  private static String head(SocketChannel socket, ByteBuffer buffer) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      while (buffer.hasRemaining() && head.indexOf("\r\n\r\n") < 0) {
        head.append((char) buffer.get());
      }
      if (head.indexOf("\r\n\r\n") < 0 && socket.read(buffer.clear()) < 0) {
        return "";
      } else if (head.indexOf("\r\n\r\n") < 0) {
        buffer.flip();
      }
    }
    return head.toString();
  }

  private static long length(String head) {
    int at = head.indexOf("Content-Length: ") + "Content-Length: ".length();
    return Long.parseLong(head.substring(at, head.indexOf('\r', at)));
  }

  private static void send(SocketChannel socket, Path path) throws IOException {
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      answer(socket, "200 OK\r\nContent-Length: " + file.size());
      for (long at = 0; at < file.size(); ) {
        at += file.transferTo(at, file.size() - at, socket);
      }
    }
  }

  private static void receive(SocketChannel socket, ByteBuffer direct, byte[] heap, long length, Path path)
      throws Exception {
    MessageDigest hash = MessageDigest.getInstance("SHA-256");
    try (FileChannel file =
        FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
      for (long left = length; left > 0; ) {
        if (!direct.hasRemaining()) {
          socket.read(direct.clear().limit((int) Math.min(left, BUFFER)));
          direct.flip();
        }
        int count = direct.remaining();
        direct.get(direct.position(), heap, 0, count);
        hash.update(heap, 0, count);
        while (direct.hasRemaining()) {
          file.write(direct);
        }
        left -= count;
      }
      file.force(true);
    }
    answer(socket, "201 Created\r\nContent-Length: 0\r\nDigest: " + HexFormat.of().formatHex(hash.digest()));
  }

  private static void answer(SocketChannel socket, String head) throws IOException {
    socket.write(ByteBuffer.wrap(("HTTP/1.1 " + head + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII)));
  }
}
