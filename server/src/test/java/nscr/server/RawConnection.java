package nscr.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// A connection to the server, byte for byte.
final class RawConnection implements AutoCloseable {
  final Socket socket;
  private final InputStream in;

  RawConnection(int port) throws IOException {
    this.socket = new Socket("127.0.0.1", port);
    this.socket.setSoTimeout(20_000);
    this.in = socket.getInputStream();
  }

  /// Sends text, `|` standing for the end of a line.
  RawConnection send(String text) throws IOException {
    return send(text.replace("|", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
  }

  /// Sends text to a server that may have seen enough before all of it has come: its answer can be
  /// read all the same.
  RawConnection sendAsFarAsItIsRead(String text) {
    try {
      return send(text);
    } catch (IOException e) {
      return this;
    }
  }

  RawConnection send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  /// Reads one answer without or with a body of a length it says: status line, headers and body.
  String answer() throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int c = in.read();
      if (c < 0) {
        return head + "(end)";
      }
      head.append((char) c);
    }
    int length = 0;
    for (String line : head.toString().split("\r\n")) {
      if (line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(line.substring(15).strip());
      }
    }
    return head + new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }

  /// The status of the next answer; -1 when the server ended the connection instead.
  int status() throws IOException {
    String answer = answer();
    return answer.startsWith("HTTP/1.1 ") ? Integer.parseInt(answer.substring(9, 12)) : -1;
  }

  /// Everything until the server ends the connection, however it does.
  String rest() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try {
      in.transferTo(all);
    } catch (java.net.SocketTimeoutException e) {
      throw new AssertionError("the server keeps the connection open", e);
    } catch (IOException e) {
      // A reset ends it as well.
      all.writeBytes(new byte[0]);
    }
    return all.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
