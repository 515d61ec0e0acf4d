package nscr.cli.rehearsal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import nscr.cli.ExitCode;
import nscr.cli.Nscr;

/// Runs many commands in one process, so that a JVM that is making its AOT cache sees all of them:
/// it can watch but one process.
///
/// The script has a line for each: a command, or, once `serve --listen unix:SOCKET --listen
/// 127.0.0.1:PORT` was one of them, a request: method, path, and if it has a body its media type
/// and file. It is made at both places; PORT is one that is free. Words are separated by single
/// spaces. It is held to: a command that fails, and an answer that is an error, end it.
public final class Rehearsal {
  private static final int PATIENCE_MILLIS = 60_000;
  private static final int STEP_MILLIS = 10;
  private static final String SUCCESS = "HTTP/1.1 2";

  private final List<SocketAddress> places;

  private Rehearsal(List<SocketAddress> places) {
    this.places = places;
  }

  /// @param arguments the script, and the socket its server is told to listen on
  public static void main(String[] arguments) throws IOException, InterruptedException {
    InetSocketAddress free = freePort();
    Rehearsal rehearsal = new Rehearsal(List.of(UnixDomainSocketAddress.of(arguments[1]), free));
    for (String line : Files.readAllLines(Path.of(arguments[0]))) {
      rehearsal.play(line.replace("PORT", Integer.toString(free.getPort())));
    }
    // The server is ended by this too, as by a signal.
    System.exit(0);
  }

  private static InetSocketAddress freePort() throws IOException {
    try (ServerSocketChannel any = ServerSocketChannel.open()) {
      any.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      return (InetSocketAddress) any.getLocalAddress();
    }
  }

  private void play(String line) throws IOException, InterruptedException {
    String[] words = line.split(" ");
    if (words[0].equals("serve")) {
      Thread.ofPlatform().daemon().start(() -> Nscr.run(words));
      await();
    } else if (Character.isUpperCase(words[0].charAt(0))) {
      for (SocketAddress place : places) {
        request(place, words);
      }
    } else {
      ExitCode code = Nscr.run(words);
      if (code != ExitCode.OK) {
        throw new IOException("nscr " + line + " ended with " + code);
      }
    }
  }

  /// Waits until the server listens.
  private void await() throws IOException, InterruptedException {
    for (int waited = 0; !isListening(); waited += STEP_MILLIS) {
      if (waited > PATIENCE_MILLIS) {
        throw new IOException("nothing listens on " + places);
      }
      Thread.sleep(STEP_MILLIS);
    }
  }

  /// To be connected is not enough: it tries its socket before it makes it.
  private boolean isListening() {
    try {
      return answer(places.getFirst(), new String[] {"GET", "/livez"}).startsWith(SUCCESS);
    } catch (IOException e) {
      return false;
    }
  }

  private static void request(SocketAddress place, String[] words) throws IOException {
    String answer = answer(place, words);
    if (!answer.startsWith(SUCCESS)) {
      throw new IOException(String.join(" ", words) + " was answered " + answer);
    }
  }

  private static String answer(SocketAddress place, String[] words) throws IOException {
    boolean hasBody = words.length > 2;
    byte[] body = hasBody ? Files.readAllBytes(Path.of(words[3])) : new byte[0];
    String head =
        words[0]
            + " "
            + words[1]
            + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: "
            + body.length
            + (hasBody ? "\r\nContent-Type: " + words[2] : "")
            + "\r\n\r\n";
    try (SocketChannel server = SocketChannel.open(place)) {
      server.write(ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII)));
      server.write(ByteBuffer.wrap(body));
      ByteBuffer answer = ByteBuffer.allocate(1 << 16);
      while (answer.hasRemaining() && server.read(answer) >= 0) {}
      return new String(answer.array(), 0, answer.position(), StandardCharsets.UTF_8);
    }
  }
}
