import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// Loads a server over HTTP with as little work of its own as can be: bodies are sent with `sendfile`, and received ones are
/// thrown away.
///
///     java WireLoad.java get   PORT CONNECTIONS TIMES PATH...           each connection fetches one of the paths, TIMES times
///     java WireLoad.java push  PORT CONNECTIONS TIMES FILE [KEEP|DELETE] [BYTES_PER_SECOND]
///                                                                       each pushes TIMES blobs to the repository bench: FILE
///                                                                       with other last bytes each time
///     java WireLoad.java bare  PORT CONNECTIONS TIMES FILE              the same to a BareLoop
///     java WireLoad.java images PORT CONNECTIONS TIMES FILE             how long pushes of images take: each connection makes TIMES,
///                                                                       of two blobs as above, and each replaces the one before
///     java WireLoad.java paced PORT CONNECTIONS PER_SECOND SECONDS PATH how long small answers take, asked for at a steady pace
///
/// Prints bytes and seconds, or for `images` and `paced` the median, the 99th percentile and the longest, in milliseconds.
public final class WireLoad {
  private static final int BUFFER = 512 << 10;
  private static final int TAIL = 32;

  private final SocketChannel socket;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER).limit(0);

  private WireLoad(int port) throws IOException {
    socket = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
    socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
  }

  /// What one connection does: it tells how many bytes of bodies it moved.
  private interface Work {
    long run(WireLoad connection, int number) throws Exception;
  }

  public static void main(String[] args) throws Exception {
    int port = Integer.parseInt(args[1]);
    int connections = Integer.parseInt(args[2]);
    int times = Integer.parseInt(args[3]);
    switch (args[0]) {
      case "get" -> {
        String[] paths = Arrays.copyOfRange(args, 4, args.length);
        report(port, connections, (connection, n) -> connection.fetch(paths[n % paths.length], times));
      }
      case "push", "bare" -> {
        Blob blob = new Blob(Path.of(args[4]));
        boolean deletes = args.length > 5 && args[5].equals("DELETE");
        long rate = args.length > 6 ? Long.parseLong(args[6]) : Long.MAX_VALUE;
        boolean bare = args[0].equals("bare");
        report(
            port,
            connections,
            (connection, n) -> {
              for (int i = 0; i < times; i++) {
                if (bare) {
                  connection.put(blob, rate);
                } else {
                  connection.push(blob, rate, deletes);
                }
              }
              return times * blob.size;
            });
      }
      case "images" -> images(port, connections, times, new Blob(Path.of(args[4])));
      case "paced" -> paced(port, connections, times, Integer.parseInt(args[4]), args[5]);
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  private static void report(int port, int connections, Work work) throws Exception {
    long begun = System.nanoTime();
    long bytes = run(port, connections, work);
    System.out.printf(Locale.ROOT, "%d %.3f%n", bytes, (System.nanoTime() - begun) / 1e9);
    System.exit(0);
  }

  /// What all connections together moved, when all are done.
  private static long run(int port, int connections, Work work) throws Exception {
    AtomicLong bytes = new AtomicLong();
    AtomicInteger failures = new AtomicInteger();
    CountDownLatch start = new CountDownLatch(1);
    Thread[] threads = new Thread[connections];
    for (int n = 0; n < connections; n++) {
      int number = n;
      WireLoad connection = new WireLoad(port);
      threads[n] =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try (connection.socket) {
                      start.await();
                      bytes.addAndGet(work.run(connection, number));
                    } catch (Exception e) {
                      failures.incrementAndGet();
                      System.err.println(e);
                    }
                  });
    }
    start.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    if (failures.get() > 0) {
      System.exit(1);
    }
    return bytes.get();
  }

  private long fetch(String path, int times) throws IOException {
    long bytes = 0;
    for (int i = 0; i < times; i++) {
      bytes += fetch(path);
    }
    return bytes;
  }

  private long fetch(String path) throws IOException {
    String head = request("GET", path, 0);
    long length = expect(head, "200");
    drop(length);
    return length;
  }

  /// A blob to push: a file, but for the last bytes, which are new each time.
  private static final class Blob {
    private final FileChannel file;
    private final long size;
    private final MessageDigest prefix;
    private final long salt = System.nanoTime() ^ ProcessHandle.current().pid() << 40;
    private final AtomicLong count = new AtomicLong();

    Blob(Path path) throws Exception {
      file = FileChannel.open(path, StandardOpenOption.READ);
      size = file.size();
      prefix = MessageDigest.getInstance("SHA-256");
      ByteBuffer bytes = ByteBuffer.allocate(1 << 20);
      for (long at = 0; at < size - TAIL; at += bytes.limit()) {
        bytes.clear().limit((int) Math.min(bytes.capacity(), size - TAIL - at));
        bytes.limit(file.read(bytes, at)).rewind();
        prefix.update(bytes.duplicate());
      }
    }

    byte[] tail() {
      return String.format("%016x%016x", salt, count.incrementAndGet()).getBytes(StandardCharsets.US_ASCII);
    }

    String digest(byte[] tail) throws CloneNotSupportedException {
      MessageDigest hash = (MessageDigest) prefix.clone();
      return "sha256:" + HexFormat.of().formatHex(hash.digest(tail));
    }
  }

  private static void images(int port, int connections, int times, Blob blob) throws Exception {
    long[][] took = new long[connections][times];
    run(
        port,
        connections,
        (connection, n) -> {
          for (int i = 0; i < times; i++) {
            long begun = System.nanoTime();
            connection.pushImage(blob, "c" + n);
            took[n][i] = System.nanoTime() - begun;
          }
          return 2 * times * blob.size;
        });
    tell(took);
  }

  private void pushImage(Blob blob, String tag) throws Exception {
    String config = described("application/vnd.oci.image.config.v1+json", push(blob, Long.MAX_VALUE, false), blob);
    String layer = described("application/octet-stream", push(blob, Long.MAX_VALUE, false), blob);
    String type = "application/vnd.oci.image.manifest.v1+json";
    String manifest =
        String.format("{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[%s]}", type, config, layer);
    send(line("PUT", "/v2/bench/manifests/" + tag, manifest.length()) + manifest);
    drop(expect(head(), "201"));
  }

  private static String described(String type, String digest, Blob blob) {
    return String.format("{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}", type, digest, blob.size);
  }

  private String push(Blob blob, long rate, boolean deletes) throws Exception {
    String begun = request("POST", "/v2/bench/blobs/uploads/", 0);
    drop(expect(begun, "202"));
    String location = header(begun, "location");
    location = location.startsWith("http") ? location.substring(location.indexOf('/', 8)) : location;
    byte[] tail = blob.tail();
    String digest = blob.digest(tail);
    send(line("PUT", location + (location.indexOf('?') < 0 ? "?" : "&") + "digest=" + digest, blob.size));
    body(blob, tail, rate);
    drop(expect(head(), "201"));
    if (deletes) {
      drop(expect(request("DELETE", "/v2/bench/blobs/" + digest, 0), "202"));
    }
    return digest;
  }

  private void put(Blob blob, long rate) throws Exception {
    byte[] tail = blob.tail();
    send(line("PUT", "/" + new String(tail, StandardCharsets.US_ASCII), blob.size));
    body(blob, tail, rate);
    String answer = head();
    drop(expect(answer, "201"));
    if (!blob.digest(tail).endsWith(header(answer, "digest"))) {
      throw new IOException("another digest");
    }
  }

  private void body(Blob blob, byte[] tail, long rate) throws Exception {
    long most = rate == Long.MAX_VALUE ? 4 << 20 : Math.max(1, rate / 50);
    long begun = System.nanoTime();
    for (long at = 0; at < blob.size - TAIL; ) {
      at += blob.file.transferTo(at, Math.min(most, blob.size - TAIL - at), socket);
      if (rate != Long.MAX_VALUE) {
        long ahead = (long) (at * 1e9 / rate) - (System.nanoTime() - begun);
        Thread.sleep(Math.max(0, ahead / 1_000_000));
      }
    }
    send(new String(tail, StandardCharsets.US_ASCII));
  }

  private static void paced(int port, int connections, int perSecond, int seconds, String path) throws Exception {
    int each = perSecond * seconds / connections;
    long[][] took = new long[connections][each];
    Thread[] threads = new Thread[connections];
    for (int n = 0; n < connections; n++) {
      WireLoad connection = new WireLoad(port);
      long[] mine = took[n];
      long step = 1_000_000_000L * connections / perSecond;
      long first = System.nanoTime() + step * n / connections;
      threads[n] =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try (connection.socket) {
                      for (int i = 0; i < mine.length; i++) {
                        long due = first + i * step;
                        long wait = due - System.nanoTime();
                        if (wait > 0) {
                          LockSupport.parkNanos(wait);
                        }
                        // A request that had to wait for the one before it counts from when it was due.
                        long begun = wait > 0 ? System.nanoTime() : due;
                        connection.fetch(path);
                        mine[i] = System.nanoTime() - begun;
                      }
                    } catch (Exception e) {
                      System.err.println(e);
                      System.exit(1);
                    }
                  });
    }
    for (Thread thread : threads) {
      thread.join();
    }
    tell(took);
  }

  private static void tell(long[][] took) {
    long[] all = Arrays.stream(took).flatMapToLong(Arrays::stream).sorted().toArray();
    System.out.printf(
        Locale.ROOT, "%.3f %.3f %.3f%n", all[all.length / 2] / 1e6, all[all.length * 99 / 100] / 1e6, all[all.length - 1] / 1e6);
  }

  private String request(String method, String path, long length) throws IOException {
    send(line(method, path, length));
    return head();
  }

  private static String line(String method, String path, long length) {
    return method
        + " "
        + path
        + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: */*\r\n"
        + (method.equals("GET") ? "" : "Content-Length: " + length + "\r\n")
        + (length > 0 ? "Content-Type: application/octet-stream\r\n" : "")
        + "\r\n";
  }

  private void send(String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    while (bytes.hasRemaining()) {
      socket.write(bytes);
    }
  }

  /// An answer's status and headers; what came behind them stays in the buffer.
  private String head() throws IOException {
    StringBuilder head = new StringBuilder();
    int ends = 0;
    while (ends < 4) {
      fill();
      char c = (char) buffer.get();
      ends = c == (ends % 2 == 0 ? '\r' : '\n') ? ends + 1 : c == '\r' ? 1 : 0;
      head.append(c);
    }
    return head.toString();
  }

  private void fill() throws IOException {
    if (!buffer.hasRemaining()) {
      if (socket.read(buffer.clear()) < 0) {
        throw new EOFException("the server closed the connection");
      }
      buffer.flip();
    }
  }

  /// The length of an answer's body.
  private static long expect(String head, String status) throws IOException {
    if (!head.startsWith("HTTP/1.1 " + status)) {
      throw new IOException("not " + status + " but " + head);
    }
    String length = header(head, "content-length");
    return length.isEmpty() ? 0 : Long.parseLong(length);
  }

  private static String header(String head, String name) {
    int at = head.toLowerCase(Locale.ROOT).indexOf("\r\n" + name + ": ");
    return at < 0 ? "" : head.substring(at + name.length() + 4, head.indexOf('\r', at + 2));
  }

  private void drop(long length) throws IOException {
    for (long left = length; left > 0; ) {
      fill();
      int count = (int) Math.min(left, buffer.remaining());
      buffer.position(buffer.position() + count);
      left -= count;
    }
  }
}
