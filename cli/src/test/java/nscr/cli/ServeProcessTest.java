package nscr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nscr.oci.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `nscr serve` as a process of its own: what it says, and how it ends.
@Timeout(180)
class ServeProcessTest {
  private static final Pattern PLACE = Pattern.compile("http://127\\.0\\.0\\.1:([0-9]+)");

  @TempDir Path directory;
  private final HttpClient client = HttpClient.newHttpClient();
  private Path log;
  private ProcessBuilder builder;
  private Process process;
  private int port;

  @BeforeEach
  void prepare() {
    log = directory.resolve("log");
  }

  @AfterEach
  void end() {
    process.destroyForcibly();
    client.close();
  }

  private void start(String... options) throws Exception {
    start(List.of(), options);
  }

  /// @param surroundings a command that runs the one that follows it
  private void start(List<String> surroundings, String... options) throws Exception {
    // A shell starts what runs in its background deaf to Ctrl-C; here it must hear.
    List<String> words = new ArrayList<>(surroundings);
    words.addAll(List.of("env", "--default-signal=INT"));
    words.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-Djava.library.path=" + System.getProperty("java.library.path"),
            "-cp",
            System.getProperty("java.class.path"),
            "nscr.cli.Nscr",
            "serve"));
    words.addAll(List.of(options));
    builder = new ProcessBuilder(words).redirectError(log.toFile());
    builder.environment().put("NSCR_STORE", directory.resolve("store").toString());
    builder.environment().put("NSCR_LISTEN", "127.0.0.1:0");
    process = builder.start();
    Matcher place = PLACE.matcher("");
    while (!place.find()) {
      assertTrue(process.isAlive(), () -> read());
      Thread.sleep(20);
      place = PLACE.matcher(read());
    }
    port = Integer.parseInt(place.group(1));
  }

  private String read() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void signal(String name) throws Exception {
    new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
  }

  private int ended() throws Exception {
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it does not end");
    return process.exitValue();
  }

  private HttpResponse<String> send(String method, String path, String body) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .method(method, BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private String begin() throws Exception {
    return send("POST", "/v2/app/blobs/uploads/", "").headers().firstValue("Location").get();
  }

  /// Begins to add ten bytes to an upload, and sends five.
  private Socket append(String upload) throws Exception {
    Socket socket = new Socket("127.0.0.1", port);
    socket.setSoTimeout(60_000);
    write(
        socket,
        "PATCH "
            + upload
            + " HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 10\r\n\r\n");
    assertEquals("HTTP/1.1 100", new String(socket.getInputStream().readNBytes(12)));
    write(socket, "01234");
    return socket;
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void sigterm_lets_transfers_end_and_is_no_failure() throws Exception {
    start();
    String upload = begin();
    try (Socket socket = append(upload)) {
      signal("TERM");
      while (!read().contains("ending: 1 ")) {
        Thread.sleep(20);
      }
      write(socket, "56789");
      String answer = new String(socket.getInputStream().readAllBytes());
      assertTrue(answer.contains("HTTP/1.1 202"), answer);
    }
    assertEquals(0, ended(), read());
    start();
    assertEquals("0-9", send("GET", upload, "").headers().firstValue("Range").get());
    signal("INT");
    assertEquals(130, ended());
  }

  @Test
  void an_upload_that_is_cut_goes_on_after_a_restart() throws Exception {
    start("--grace", "1s");
    String upload = begin();
    try (Socket _ = append(upload)) {
      signal("TERM");
      assertEquals(0, ended(), read());
    }
    start();
    assertEquals("0-4", send("GET", upload, "").headers().firstValue("Range").get());
    assertEquals(202, send("PATCH", upload, "56789").statusCode());
    String digest = "sha256:84d89877f0d4041efb6bf91a16f0248f2fd573e6af05c19f96bedb9f882f7882";
    assertEquals(201, send("PUT", upload + "?digest=" + digest, "").statusCode());
    signal("TERM");
    assertEquals(0, ended());
  }

  @Test
  void a_second_signal_ends_it_at_once() throws Exception {
    start("--grace", "10m");
    try (Socket _ = append(begin())) {
      signal("TERM");
      while (!read().contains("ending: 1 ")) {
        Thread.sleep(20);
      }
      signal("TERM");
      assertEquals(143, ended());
    }
  }

  @Test
  void it_is_what_the_file_says_unless_somebody_knows_better() throws Exception {
    Path file = directory.resolve("nscr.yaml");
    Files.writeString(
        file,
        """
        store: /nowhere
        listen: 127.0.0.1:1
        read-only: true
        max-upload: 4
        access-log: true
        log-format: json
        """);
    start("--config", file.toString(), "--read-only=false");
    assertEquals(
        413,
        send("POST", "/v2/app/blobs/uploads/?digest=" + "sha256:" + "0".repeat(64), "01234")
            .statusCode());
    var refused = send("GET", "/v2/app/manifests/v1?token=secret", "");
    String id = refused.headers().firstValue("X-Request-Id").get();
    signal("TERM");
    assertEquals(0, ended());
    List<String> lines = read().lines().toList();
    for (String line : lines) {
      Json json = Json.parse(line.getBytes(StandardCharsets.UTF_8));
      assertTrue(json.member("time").isPresent(), line);
    }
    assertTrue(lines.getFirst().contains("\"message\":\"serving store "), lines.getFirst());
    assertTrue(lines.stream().anyMatch(line -> line.contains("\"id\":\"" + id + "\"")), read());
    assertTrue(!read().contains("secret"), read());
  }

  @Test
  void who_may_only_pull_is_not_told_how_to_push() throws Exception {
    start("--read-only");
    assertTrue(read().contains("pull with docker pull 127.0.0.1:" + port + "/app:1"), read());
    assertTrue(!read().contains("push"), read());
  }

  /// A command that runs another with a small file system in the place of a directory, which only
  /// that one sees.
  private static List<String> onSmallDisk(Path place) {
    String mount = "mount -t tmpfs -o size=24m none \"$0\" && exec \"$@\"";
    return List.of(
        "unshare", "--user", "--map-root-user", "--mount", "sh", "-c", mount, place.toString());
  }

  @Test
  void a_full_disk_is_told_and_outlived() throws Exception {
    Path store = Files.createDirectory(directory.resolve("store"));
    List<String> smallDisk = onSmallDisk(store);
    List<String> trial = new ArrayList<>(smallDisk);
    trial.add("true");
    assumeTrue(
        new ProcessBuilder(trial).start().waitFor() == 0, "this machine lets nobody mount a disk");
    start(smallDisk);
    String upload = begin();
    var full = send("PATCH", upload, "x".repeat(40 << 20));
    assertEquals(507, full.statusCode());
    assertTrue(full.body().startsWith("{\"errors\":[{\"code\":\"UNKNOWN\""), full.body());
    assertTrue(full.body().contains("disk is full"), full.body());
    String range = send("GET", upload, "").headers().firstValue("Range").get();
    assertTrue(range.matches("0-[0-9]{7,8}"), range);
    assertEquals(200, send("GET", "/v2/", "").statusCode());
    assertEquals(204, send("DELETE", upload, "").statusCode());
    String digest = "sha256:84d89877f0d4041efb6bf91a16f0248f2fd573e6af05c19f96bedb9f882f7882";
    String push = "/v2/app/blobs/uploads/?digest=" + digest;
    assertEquals(201, send("POST", push, "0123456789").statusCode());
    signal("TERM");
    assertEquals(0, ended());
  }

  @Test
  void more_connections_than_files_may_be_open_wait_for_their_turn() throws Exception {
    start(List.of("sh", "-c", "ulimit -n 128 && exec \"$@\"", "sh"));
    List<Socket> idle = new ArrayList<>();
    try {
      for (int i = 0; i < 200; i++) {
        idle.add(new Socket("127.0.0.1", port));
      }
    } finally {
      for (Socket socket : idle) {
        socket.close();
      }
    }
    assertEquals(200, send("GET", "/v2/", "").statusCode());
  }

  @Test
  void one_that_nobody_can_reach_any_more_ends() throws Exception {
    start();
    // Classes lie in files of their own here, which cannot be opened later.
    assertEquals(404, send("GET", "/v2/app/tags/list", "").statusCode());
    String pid = String.valueOf(process.pid());
    assertEquals(0, run("prlimit", "--pid", pid, "--nofile=8:"));
    List<Socket> taken = new ArrayList<>();
    try {
      while (!read().contains("Too many open files")) {
        Socket socket = new Socket();
        taken.add(socket);
        socket.connect(new InetSocketAddress("127.0.0.1", port), 10_000);
      }
    } catch (IOException e) {
      // Refused: it has happened.
      assertTrue(read().contains("Too many open files"), read());
    } finally {
      for (Socket socket : taken) {
        socket.close();
      }
    }
    assertEquals(0, run("prlimit", "--pid", pid, "--nofile=512:"));
    assertEquals(1, ended());
    assertTrue(read().contains("nobody can connect to 127.0.0.1:" + port + " any more"), read());
  }

  private static int run(String... words) throws Exception {
    return new ProcessBuilder(words).start().waitFor();
  }

  @Test
  void the_first_large_blobs_may_all_be_asked_for_at_once() throws Exception {
    start();
    String blob = "0123456789".repeat(20_000);
    String digest = sha256(blob);
    assertEquals(201, send("POST", "/v2/app/blobs/uploads/?digest=" + digest, blob).statusCode());
    try (ExecutorService many = Executors.newFixedThreadPool(12)) {
      List<Future<HttpResponse<String>>> answers =
          many.invokeAll(
              Collections.nCopies(12, () -> send("GET", "/v2/app/blobs/" + digest, "")),
              60,
              TimeUnit.SECONDS);
      for (Future<HttpResponse<String>> answer : answers) {
        assertEquals(blob, answer.get().body());
      }
    }
  }

  private static String sha256(String text) throws Exception {
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
    return "sha256:" + HexFormat.of().formatHex(digest);
  }
}
