package nscr.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Requests that no client would send, made by chance: whatever comes is answered with less than
/// 500, or the connection is ended, and the server serves on. The seed is printed;
/// `-Dnscr.fuzz.seed=N` repeats a run, `-Dnscr.fuzz.requests=N` makes a longer one.
class FuzzTest {
  private static final int REQUESTS = Integer.getInteger("nscr.fuzz.requests", 1500);

  @TempDir Path directory;
  private final long seed = Long.getLong("nscr.fuzz.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private Served served;
  private String digest;
  private String upload;

  @BeforeEach
  void serve() throws Exception {
    System.out.println("seed " + seed);
    var hasty = Duration.ofSeconds(2);
    served = Served.in(directory, Served.atMost(1 << 20), new Patience(hasty, hasty, hasty));
    digest = served.push("app", Served.bytes("content")).toString();
    byte[] manifest = served.image("app", "layer");
    assertEquals(201, served.put("app", "v1", manifest).statusCode());
    upload = served.begin("app");
  }

  @AfterEach
  void stop() throws Exception {
    served.close();
  }

  private <T> T oneOf(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private String word() {
    return oneOf(
        List.of(
            "app",
            "v1",
            "blobs",
            "manifests",
            "tags",
            "list",
            "uploads",
            "referrers",
            "_catalog",
            "",
            ".",
            "..",
            "%2e%2e",
            "%2f",
            "%00",
            "%",
            "%zz",
            "%c3%a4",
            "a".repeat(300),
            "A",
            "-",
            "a..b",
            "a__b",
            "a/b",
            digest,
            "sha256:",
            "sha512:" + "0".repeat(128),
            "md5:0",
            "sha256:" + "z".repeat(64),
            "latest",
            "v".repeat(129),
            "\\",
            "a b",
            "\u00e9",
            "x;y",
            upload.substring(upload.lastIndexOf('/') + 1),
            "{",
            "<script>",
            "'",
            "\"",
            "+",
            "*"));
  }

  private String path() {
    if (random.nextInt(3) == 0) {
      return oneOf(
          List.of(
              upload,
              "/v2/app/blobs/" + digest,
              "/v2/app/manifests/v1",
              "/v2/app/tags/list",
              "/v2/_catalog",
              "/v2/",
              "/v2",
              "/metrics",
              "/livez",
              "/readyz",
              "/",
              "*",
              "http://x/v2/",
              "/v2/app/referrers/" + digest,
              "/v2/app/blobs/uploads/",
              "//v2//",
              "/v2/../v2/",
              "/v2/app/manifests/" + digest,
              "x:y"));
    }
    StringBuilder path = new StringBuilder("/v2");
    for (int i = random.nextInt(6); i >= 0; i--) {
      path.append('/').append(word());
    }
    return path.toString();
  }

  private String query() {
    StringBuilder query = new StringBuilder();
    for (int i = random.nextInt(4); i > 0; i--) {
      query
          .append(query.isEmpty() ? "?" : "&")
          .append(oneOf(List.of("n", "last", "digest", "mount", "from", "tag", "ns", "x", "%")))
          .append(oneOf(List.of("=", "", "==")))
          .append(oneOf(List.of("0", "-1", "99999999999999999999", "1", "docker.io", word())));
    }
    return query.toString();
  }

  private String header() {
    String number = oneOf(List.of("0", "5", "-1", "99999999999999999999", "x", "5 ", "0x5", ""));
    return oneOf(
        List.of(
            "Content-Length: " + number,
            "Transfer-Encoding: " + oneOf(List.of("chunked", "gzip", "chunked, chunked", "x")),
            "Content-Range: " + oneOf(List.of("0-4", "5-4", "bytes 0-4/5", "-", number + "-4")),
            "Range: bytes=" + oneOf(List.of("0-1", "5-1", "-", "-0", number + "-", "0-1,3-4")),
            "Content-Type: " + oneOf(List.of(Served.MANIFEST, Served.INDEX, "x", "", "a/b;c")),
            "Expect: " + oneOf(List.of("100-continue", "x")),
            "Connection: " + oneOf(List.of("close", "keep-alive", "upgrade", "x")),
            "Upgrade: h2c",
            "Content-Encoding: gzip",
            "Accept: " + "x".repeat(random.nextInt(3000)),
            "If-None-Match: " + word(),
            "If-Range: " + word(),
            "X-Request-Id: " + word(),
            "Host: y",
            "no colon",
            ": no name",
            "a\u0000b: c",
            " folded"));
  }

  private String body() {
    String part = oneOf(List.of("", "01234", "{", "{}", "[]", "null", "{\"schemaVersion\":2}"));
    return switch (random.nextInt(6)) {
      case 0 -> part;
      case 1 -> Integer.toHexString(part.length()) + "\r\n" + part + "\r\n0\r\n\r\n";
      case 2 -> "{\"schemaVersion\":2,\"config\":" + part + ",\"layers\":[" + part + "]}";
      case 3 -> "{\"manifests\":" + "[".repeat(random.nextInt(3000));
      case 4 -> "fffffffffffffffff\r\n" + part;
      default -> garbage(random.nextInt(200));
    };
  }

  private String garbage(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private String request() {
    if (random.nextInt(30) == 0) {
      return garbage(1 + random.nextInt(100)) + "\r\n\r\n";
    }
    String method =
        oneOf(
            List.of(
                "GET", "GET", "HEAD", "PUT", "POST", "PATCH", "DELETE", "OPTIONS", "TRACE", "get",
                "CONNECT", "PRI", "X", ""));
    String version =
        random.nextInt(20) == 0 ? oneOf(List.of("HTTP/2.0", "HTTP/1.0", "")) : "HTTP/1.1";
    StringBuilder text =
        new StringBuilder(method + " " + path() + query() + " " + version + "\r\n");
    if (random.nextInt(20) > 0) {
      text.append("Host: x\r\n");
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      text.append(header()).append("\r\n");
    }
    return text + "\r\n" + body();
  }

  @Test
  void no_request_makes_the_server_fail() throws Exception {
    for (int i = 0; i < REQUESTS; i++) {
      String request = request();
      String answer = exchange(request);
      String what = "seed " + seed + ", request " + i + ":\n" + request + "\n→\n" + answer;
      for (String line : answer.split("\r\n")) {
        boolean isOurs = line.startsWith("HTTP/1.1 5") && !line.startsWith("HTTP/1.1 505");
        assertFalse(isOurs && !line.startsWith("HTTP/1.1 501"), what);
      }
      assertFalse(answer.contains("Exception") || answer.contains("\tat "), what);
    }
    assertEquals(200, served.get("/v2/").statusCode());
    assertEquals(200, served.get("/v2/app/tags/list").statusCode());
    for (int tries = 0; served.server.running() > 0; tries++) {
      assertTrue(tries < 500, "requests are left running, seed " + seed);
      Thread.sleep(20);
    }
  }

  /// Sends a request, says that there is no more, and reads whatever comes.
  private String exchange(String request) throws IOException {
    try (RawConnection client = served.connect()) {
      try {
        client.send(request.getBytes(StandardCharsets.ISO_8859_1));
        client.socket.shutdownOutput();
      } catch (IOException e) {
        // It was answered before it had ended, and the connection with it.
        return client.rest();
      }
      return client.rest();
    }
  }
}
