package nscr.server;

import static nscr.server.Served.bytes;
import static nscr.server.Served.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import nscr.blob.FileBlobBackend;
import nscr.gc.GcPolicy;
import nscr.index.MemoryIndexBackend;
import nscr.oci.Digest;
import nscr.store.Store;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryServerTest {
  @TempDir Path directory;

  private Store store() {
    return Store.over(
        new MemoryIndexBackend(), new FileBlobBackend(directory), InstantSource.system());
  }

  @Test
  void it_says_how_it_is() throws Exception {
    try (Served served = Served.in(directory)) {
      assertEquals("live\n", text(served.get("/livez")));
      assertEquals("ready\n", text(served.get("/readyz")));
      assertEquals(404, served.get("/").statusCode());
    }
  }

  @Test
  void it_counts_what_it_does() throws Exception {
    try (Served served = Served.in(directory)) {
      served.get("/v2/app/manifests/v1");
      served.get("/v2/app/manifests/v2");
      String metrics = text(served.get("/metrics"));
      assertTrue(
          metrics.contains("nscr_http_requests_total{endpoint=\"GetManifest\",status=\"404\"} 2.0"),
          metrics);
      assertTrue(metrics.contains("nscr_http_duration_seconds_count{endpoint=\"GetManifest\"} 2"));
      assertTrue(metrics.contains("nscr_http_connections 1.0"), metrics);
      assertTrue(metrics.contains("jvm_memory_used_bytes"), metrics);
    }
  }

  @Test
  void it_counts_what_is_in_the_store_and_what_gc_removes() throws Exception {
    try (Served served = Served.in(directory)) {
      served.put("app", "v1", served.image("app", "layer"));
      served.begin("app");
      served.push("app", bytes("nobody needs this"));
      GcPolicy policy = new GcPolicy(Duration.ZERO, Optional.empty(), Duration.ofDays(1));
      served.server.collectGarbage(policy, Duration.ofMillis(20));
      for (int tries = 0; !metric(served, "gc_freed_bytes_total").equals("17.0"); tries++) {
        assertTrue(tries < 500, text(served.get("/metrics")));
        Thread.sleep(20);
      }
      assertEquals("1.0", metric(served, "gc_removed_total{kind=\"file\"}"));
      assertEquals("0.0", metric(served, "gc_failures_total"));
      assertEquals("1.0", metric(served, "store_repositories"));
      assertEquals("1.0", metric(served, "store_tags"));
      assertEquals("1.0", metric(served, "store_manifests"));
      assertEquals("1.0", metric(served, "store_uploads"));
      assertTrue(metric(served, "store_blobs").matches("[23].0"));
      assertEquals("24.0", metric(served, "http_received_bytes_total{endpoint=\"PushBlob\"}"));
      assertEquals("1.0", metric(served, "http_requests_running"));
    }
  }

  private static String metric(Served served, String name) {
    return text(served.get("/metrics"))
        .lines()
        .filter(line -> line.startsWith("nscr_" + name + " "))
        .map(line -> line.substring(line.lastIndexOf(' ') + 1))
        .findFirst()
        .orElse("(no " + name + ")");
  }

  @Test
  void places_to_listen_on_are_understood_or_refused() {
    assertEquals(new Listen.Tcp("127.0.0.1", 7000), Listen.parse("127.0.0.1:7000"));
    assertEquals(new Listen.Tcp("::1", 0), Listen.parse("[::1]:0"));
    assertEquals("[::1]:0", Listen.parse("[::1]:0").toString());
    assertEquals(new Listen.Unix(Path.of("/run/x.sock")), Listen.parse("unix:/run/x.sock"));
    for (String wrong : new String[] {"", "7000", ":7000", "::1:7000", "a:b", "a:99999", "unix:"}) {
      assertThrows(IllegalArgumentException.class, () -> Listen.parse(wrong), wrong);
    }
  }

  @Test
  void it_listens_on_several_places_at_once() throws Exception {
    Path socket = directory.resolve("x.sock");
    try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      dead.bind(UnixDomainSocketAddress.of(socket)); // what a killed server leaves
    }
    var settings =
        ServerSettings.on(
            new Listen.Tcp("127.0.0.1", 0), new Listen.Tcp("::1", 0), new Listen.Unix(socket));
    try (Served served = new Served(store(), settings)) {
      Digest digest = served.push("app", new byte[300_000]);
      String six = "http://" + served.server.listening().get(1);
      assertEquals(300_000, served.get(six + "/v2/app/blobs/" + digest).body().length);
      String request = "GET /v2/app/blobs/" + digest + " HTTP/1.1\r\nHost: x\r\n";
      try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
        client.write(
            ByteBuffer.wrap(
                (request + "Connection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII)));
        ByteBuffer answer = ByteBuffer.allocate(400_000);
        while (client.read(answer) >= 0) {
          continue;
        }
        assertTrue(answer.position() > 300_000, answer.position() + " bytes came");
      }
    }
    assertTrue(Files.notExists(socket));
  }

  @Test
  void a_place_that_is_taken_is_named() throws Exception {
    try (Served served = Served.in(directory);
        Store other = store()) {
      Listen taken = served.server.listening().getFirst();
      IOException refused =
          assertThrows(
              IOException.class, () -> RegistryServer.start(other, ServerSettings.on(taken)));
      assertTrue(refused.getMessage().contains(taken.toString()), refused.getMessage());
    }
  }

  @Test
  void places_that_are_none_are_named_with_what_to_do() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "x");
    Listen.Tcp any = new Listen.Tcp("127.0.0.1", 0);
    try (Served served = Served.in(directory)) {
      Listen.Tcp taken = (Listen.Tcp) served.server.listening().getFirst();
      assertNoPlace("listens there already", any, taken);
      assertNoPlace("listens there already", new Listen.Tcp("0.0.0.0", taken.port()));
    }
    int port;
    try (var probe = new java.net.ServerSocket(0)) {
      port = probe.getLocalPort();
    }
    var free = new Listen.Tcp("127.0.0.1", port);
    assertNoPlace("listens there already", free, new Listen.Tcp("0.0.0.0", port));
    assertNoPlace("no such host", new Listen.Tcp("nobody.invalid", 0));
    assertNoPlace("no such address", new Listen.Tcp("203.0.113.1", 0));
    assertNoPlace("no socket", new Listen.Unix(file));
    assertEquals("x", Files.readString(file));
    assertNoPlace("directory is not there", new Listen.Unix(directory.resolve("no/socket")));
    assertNoPlace("too long", new Listen.Unix(directory.resolve("x".repeat(120))));
    var one = new Listen.Unix(directory.resolve("socket"));
    assertNoPlace("listens there already", one, one);
    assertTrue(Files.notExists(one.path()));
  }

  @Test
  void nobody_gets_through_before_the_server_is_there() throws Exception {
    int port;
    try (var probe = new java.net.ServerSocket(0)) {
      port = probe.getLocalPort();
    }
    // An address of its own: a client could happen to take the port itself, and reach itself.
    InetAddress own = InetAddress.getByName("127.0.0.2");
    AtomicInteger through = new AtomicInteger();
    AtomicBoolean over = new AtomicBoolean();
    Thread early =
        Thread.ofPlatform()
            .start(() -> {
              while (!over.get()) {
                try (Socket _ = new Socket("127.0.0.1", port, own, 0)) {
                  through.incrementAndGet();
                } catch (IOException e) {
                  // Refused, as one is where nobody listens.
                  Thread.onSpinWait();
                }
              }
            });
    for (int i = 0; i < 300; i++) {
      Places.prepare(List.of(new Listen.Tcp("127.0.0.1", port)));
    }
    over.set(true);
    early.join();
    assertEquals(0, through.get());
  }

  private static void assertNoPlace(String why, Listen... places) {
    IOException refused =
        assertThrows(IOException.class, () -> Places.prepare(List.of(places)), why);
    String last = places[places.length - 1].toString();
    assertTrue(refused.getMessage().startsWith("cannot listen on " + last), refused.getMessage());
    assertTrue(refused.getMessage().contains(why), refused.getMessage());
  }

  @Test
  void requests_are_logged_when_they_are_over() throws Exception {
    List<LoggedRequest> log = Collections.synchronizedList(new ArrayList<>());
    var settings = Served.SOMEWHERE.withLog(log::add);
    try (Served served = new Served(store(), settings)) {
      served.get(
          "/v2/app/manifests/v1?x&n=3&token=secret", "X-Request-Id", "id-7", "User-Agent", "a\"b");
    }
    LoggedRequest last = log.getLast();
    assertEquals("GET /v2/app/manifests/v1?x&n=3&token=…", last.request());
    assertEquals(
        "127.0.0.1 404 id-7", last.remote() + " " + last.outcome().status() + " " + last.id());
    assertTrue(last.outcome().bytes() > 20);
    assertTrue(last.toString().endsWith("id-7 \"a\\\"b\""), last.toString());
    assertTrue(last.toJson().contains("\"status\":404"), last.toJson());
  }

  @Test
  void what_is_no_request_is_logged_as_far_as_it_was_understood() throws Exception {
    List<LoggedRequest> log = Collections.synchronizedList(new ArrayList<>());
    var settings = Served.SOMEWHERE.withLog(log::add);
    try (Served served = new Served(store(), settings)) {
      assertLogged(served, log, "- 400", "NONSENSE||");
      assertLogged(served, log, "- 414", "GET /v2/" + "a".repeat(20_000) + " HTTP/1.1||");
      assertLogged(served, log, "GET /v2/a 400", "GET /v2/a HTTP/7||");
      assertLogged(served, log, "GET /v2/?t=… 505", "GET /v2/?t=secret HTTP/1.0||");
      assertLogged(served, log, "GET /v2/ 400", "GET /v2/?t=secret HTTP/1.1||");
      assertLogged(served, log, "PUT /v2/b 400", "PUT /v2/b HTTP/1.1|Host: x|no colon||");
      String both = "|Content-Length: 3|Transfer-Encoding: chunked||";
      String named = "|Host: x|X-Request-Id: id-8|User-Agent: crane";
      assertLogged(served, log, "PUT /v2/b 400", "PUT /v2/b HTTP/1.1" + named + both);
      assertEquals("id-8 crane", log.getLast().id() + " " + log.getLast().agent());
      String metrics = text(served.get("/metrics"));
      assertTrue(
          metrics.contains("nscr_http_requests_total{endpoint=\"-\",status=\"400\"} 5.0"), metrics);
      assertTrue(metrics.contains("nscr_http_requests_running 1.0"), metrics);
    }
  }

  private static void assertLogged(
      Served served, List<LoggedRequest> log, String expected, String sent) throws IOException {
    int before = log.size();
    try (RawConnection client = served.connect()) {
      String answer = client.sendAsFarAsItIsRead(sent).answer();
      // The line is there before the answer.
      assertEquals(before + 1, log.size(), sent);
      LoggedRequest line = log.getLast();
      assertEquals(expected, line.request() + " " + line.outcome().status());
      assertEquals("127.0.0.1", line.remote());
      assertTrue(answer.contains("\r\nX-Request-Id: " + line.id() + "\r\n"), answer);
      assertTrue(line.outcome().bytes() > 20, line.toString());
    }
  }

  @Test
  void what_a_transfer_brought_that_is_cut_by_the_end_is_kept() throws Exception {
    Store store = store();
    var settings = Served.SOMEWHERE.withGrace(Duration.ofMillis(200));
    String upload;
    RegistryServer server = RegistryServer.start(store, settings);
    int port = ((Listen.Tcp) server.listening().getFirst()).port();
    try (RawConnection client = new RawConnection(port)) {
      client.send("POST /v2/app/blobs/uploads/ HTTP/1.1|Host: x||");
      upload = client.answer().replaceFirst("(?s).*/blobs/uploads/([^\r]*).*", "$1");
      client.send("PATCH /v2/app/blobs/uploads/" + upload + " HTTP/1.1|Host: x");
      client.send("|Expect: 100-continue|Content-Length: 9||");
      assertEquals(100, client.status());
      client.send("01234");
      server.close();
    }
    var blobs = store.repository(new nscr.oci.RepositoryName("app")).blobs();
    assertEquals(5, blobs.uploaded(upload).getAsLong());
    store.close();
  }

  @Test
  void a_transfer_under_way_ends_before_the_server_does() throws Exception {
    Served served = Served.in(directory);
    String upload = served.begin("app");
    try (RawConnection client = served.append(upload)) {
      client.send("01234");
      Thread stop = Thread.ofVirtual().start(served.server::close);
      while (accepts(served.port())) {
        Thread.sleep(5);
      }
      client.send("56789");
      assertEquals(202, client.status());
      stop.join();
    }
    Store store = served.store;
    assertEquals(
        10,
        store
            .repository(new nscr.oci.RepositoryName("app"))
            .blobs()
            .uploaded(upload.substring(upload.lastIndexOf('/') + 1))
            .getAsLong());
    served.close();
  }

  private static boolean accepts(int port) {
    try (RawConnection probe = new RawConnection(port)) {
      return probe.socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void garbage_goes_while_the_server_runs() throws Exception {
    try (Served served = Served.in(directory)) {
      Digest digest = served.push("app", bytes("nobody needs this"));
      GcPolicy policy = new GcPolicy(Duration.ZERO, Optional.empty(), Duration.ofDays(1));
      try (GcSchedule schedule =
          GcSchedule.start(served.store, policy, Duration.ofMillis(20), _ -> {})) {
        for (int tries = 0; served.head("/v2/app/blobs/" + digest).statusCode() != 404; tries++) {
          assertTrue(tries < 500, "the blob is still there under " + schedule);
          Thread.sleep(20);
        }
      }
    }
  }
}
