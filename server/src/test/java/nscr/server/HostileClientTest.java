package nscr.server;

import static nscr.server.Served.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nscr.oci.Digest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What Helidon 4.5.0 was found to let through, over raw sockets.
class HostileClientTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  @TempDir Path directory;
  private Served served;
  private Optional<RegistryServer> impatient = Optional.empty();

  @BeforeEach
  void serve() throws Exception {
    served = Served.in(directory);
  }

  @AfterEach
  void stop() throws Exception {
    impatient.ifPresent(RegistryServer::close);
    served.close();
  }

  /// Serves the same store to clients that must not dally, and connects to it.
  private RawConnection hurried(Patience patience) throws Exception {
    impatient = Optional.of(RegistryServer.start(served.store, Served.SOMEWHERE.with(patience)));
    Listen listen = impatient.get().listening().getFirst();
    return new RawConnection(((Listen.Tcp) listen).port());
  }

  @Test
  void who_is_refused_before_he_has_said_everything_gets_to_read_why() throws Exception {
    for (int i = 0; i < 20; i++) {
      try (RawConnection client = served.connect()) {
        client.send("GET /v2/" + "a".repeat(1 << 20) + " HTTP/1.1|Host: x||");
        assertEquals(414, client.status());
      }
    }
  }

  @Test
  void an_unread_body_never_runs_as_a_request() throws Exception {
    String smuggled = "GET /v2/_catalog HTTP/1.1\r\nHost: x\r\n\r\n";
    for (String connection : new String[] {"close", "keep-alive"}) {
      try (RawConnection client = served.connect()) {
        client.send(
            "PATCH /v2/app/blobs/uploads/none HTTP/1.1|Host: x|Connection: "
                + connection
                + "|Content-Length: "
                + smuggled.length()
                + "||");
        client.send(smuggled.replace("\r\n", "|"));
        String answers = client.rest();
        assertTrue(answers.startsWith("HTTP/1.1 404"), answers);
        assertFalse(answers.contains("repositories"), answers);
      }
    }
  }

  @Test
  void a_client_that_still_sends_sees_why_it_is_refused() throws Exception {
    try (RawConnection client = served.connect()) {
      client.send("PATCH /v2/app/blobs/uploads/none HTTP/1.1|Host: x|Content-Length: 7500000||");
      client.send(new byte[7_500_000]);
      assertEquals(404, client.status());
    }
  }

  @Test
  void a_client_that_still_sends_a_body_begun_sees_why_it_is_refused() throws Exception {
    try (RawConnection client = served.connect()) {
      client.send("PUT /v2/app/manifests/v1 HTTP/1.1|Host: x|Transfer-Encoding: chunked||");
      client.send(Integer.toHexString(30_000_000) + "|").send(new byte[30_000_000]).send("|0||");
      assertEquals(413, client.status());
    }
  }

  @Test
  void a_connection_is_used_again_after_a_refusal_without_a_body() throws Exception {
    try (RawConnection client = served.connect()) {
      client.send("GET /v2/app/manifests/v1 HTTP/1.1|Host: x||");
      assertEquals(404, client.status());
      client.send("GET /v2/ HTTP/1.1|Host: x||");
      assertEquals(200, client.status());
    }
  }

  @Test
  void a_body_in_one_huge_chunk_needs_no_huge_memory() throws Exception {
    String upload = served.begin("app");
    long size = 400L << 20;
    try (RawConnection client = served.connect()) {
      client.send("PATCH " + upload + " HTTP/1.1|Host: x|Transfer-Encoding: chunked||");
      client.send(Long.toHexString(size) + "|");
      OutputStream out = client.socket.getOutputStream();
      byte[] piece = new byte[1 << 20];
      for (long sent = 0; sent < size; sent += piece.length) {
        out.write(piece);
      }
      client.send("|0||");
      assertEquals(202, client.status());
    }
    assertEquals("0-" + (size - 1), Served.header(served.get(upload), "Range"));
  }

  @Test
  void an_endless_line_where_a_chunk_should_begin_is_refused() throws Exception {
    String upload = served.begin("app");
    for (String line :
        new String[] {"1".repeat(100_000), "5;" + "x".repeat(100_000), "zz|", "-5|"}) {
      try (RawConnection client = served.connect()) {
        client.sendAsFarAsItIsRead(
            "PATCH " + upload + " HTTP/1.1|Host: x|Transfer-Encoding: chunked||" + line);
        assertEquals(400, client.status(), line.substring(0, 2));
      }
    }
    assertEquals("0-0", Served.header(served.get(upload), "Range"));
  }

  @Test
  void a_chunk_must_end_where_it_says() throws Exception {
    String upload = served.begin("app");
    try (RawConnection client = served.connect()) {
      client.send("PATCH " + upload + " HTTP/1.1|Host: x|Transfer-Encoding: chunked||");
      client.send("3|abcdef|0||");
      assertEquals(400, client.status());
    }
  }

  @Test
  void chunks_with_extensions_and_of_any_cut_make_the_body() throws Exception {
    String upload = served.begin("app");
    try (RawConnection client = served.connect()) {
      client.send("PATCH " + upload + " HTTP/1.1|Host: x|Transfer-Encoding: chunked||");
      for (String piece :
          new String[] {"3;na", "me=x|ab", "c", "|0A |01234", "56789|", "0|", "|"}) {
        client.send(piece);
        client.socket.getOutputStream().flush();
        Thread.sleep(5);
      }
      assertEquals(202, client.status());
      client.send("GET /v2/ HTTP/1.1|Host: x||");
      assertEquals(200, client.status());
    }
    Digest digest = Digest.of(bytes("abc0123456789"));
    assertEquals(201, served.send("PUT", upload + "?digest=" + digest, new byte[0]).statusCode());
  }

  @Test
  void a_body_shorter_than_its_length_is_no_blob() throws Exception {
    Digest digest = Digest.of(bytes("01234"));
    try (RawConnection client = served.connect()) {
      client.send(
          "POST /v2/app/blobs/uploads/?digest="
              + digest
              + " HTTP/1.1|Host: x|Content-Length: 10||01234");
      client.socket.shutdownOutput();
      assertEquals("", client.rest());
    }
    assertEquals(404, served.head("/v2/app/blobs/" + digest).statusCode());
    assertEquals(0, served.store.blobFiles().staged().size());
  }

  @Test
  void a_silent_connection_is_ended() throws Exception {
    var patience = new Patience(Duration.ofMillis(200), LONG, LONG);
    try (RawConnection client = hurried(patience)) {
      assertEquals("", client.rest());
    }
  }

  @Test
  void a_connection_that_fell_silent_is_ended() throws Exception {
    var patience = new Patience(Duration.ofSeconds(5), LONG, LONG);
    try (RawConnection client = hurried(patience)) {
      client.send("GET /v2/ HTTP/1.1|Host: x||");
      assertEquals(200, client.status());
      assertEquals("", client.rest());
    }
  }

  @Test
  void a_head_that_trickles_is_ended() throws Exception {
    var patience = new Patience(LONG, Duration.ofMillis(300), LONG);
    try (RawConnection client = hurried(patience)) {
      client.send("GET /v2/ HTTP/1.1|Host: x|");
      // One more header now and then must not buy more time.
      Thread trickle = Thread.ofVirtual().start(() -> trickle(client));
      client.rest();
      trickle.join();
    }
  }

  private static void trickle(RawConnection client) {
    try {
      while (true) {
        Thread.sleep(50);
        client.send("a: b|");
      }
    } catch (IOException | InterruptedException e) {
      // The server has had enough.
      return;
    }
  }

  @Test
  void a_body_that_stalls_is_ended_and_what_came_is_kept() throws Exception {
    String upload = served.begin("app");
    var patience = new Patience(LONG, LONG, Duration.ofMillis(300));
    try (RawConnection client = hurried(patience)) {
      client.send("PATCH " + upload + " HTTP/1.1|Host: x|Content-Length: 10||01234");
      client.rest();
    }
    // The client sees the end before what it brought is put away.
    for (int tries = 0; impatient.get().running() > 0; tries++) {
      assertTrue(tries < 1000, "the request is still there");
      Thread.sleep(20);
    }
    assertEquals("0-4", Served.header(served.get(upload), "Range"));
  }

  @Test
  void an_answer_that_nobody_reads_is_ended() throws Exception {
    Digest digest = served.push("app", new byte[32 << 20]);
    var patience = new Patience(LONG, LONG, Duration.ofMillis(300));
    try (RawConnection client = hurried(patience)) {
      client.send("GET /v2/app/blobs/" + digest + " HTTP/1.1|Host: x||");
      assertEquals('H', client.socket.getInputStream().read());
      for (int tries = 0; impatient.get().connections() > 0; tries++) {
        assertTrue(tries < 1000, "the connection is still there");
        Thread.sleep(20);
      }
      assertTrue(client.rest().length() < 32 << 20);
    }
  }

  @Test
  void a_slow_reader_that_reads_gets_it_all() throws Exception {
    Digest digest = served.push("app", new byte[24 << 20]);
    var patience = new Patience(LONG, LONG, Duration.ofSeconds(4));
    try (RawConnection client = hurried(patience)) {
      client.send("GET /v2/app/blobs/" + digest + " HTTP/1.1|Host: x|Connection: close||");
      var in = client.socket.getInputStream();
      byte[] buffer = new byte[1 << 20];
      long count = 0;
      int read;
      while ((read = in.readNBytes(buffer, 0, buffer.length)) > 0) {
        count += read;
        Thread.sleep(200);
      }
      assertTrue(count > 24 << 20, "only " + count + " bytes came");
    }
  }

  @Test
  void floods_and_nonsense_get_an_answer_in_the_specs_form() throws Exception {
    List<String> requests = new ArrayList<>();
    requests.add("GET /v2/" + "a".repeat(20_000) + " HTTP/1.1|Host: x||");
    requests.add("GET /v2/ HTTP/1.1|Host: x|a: " + "b".repeat(40_000) + "||");
    requests.add("GET /v2/ HTTP/1.1|Host: x|" + "a: b|".repeat(20_000) + "|");
    requests.add("GET /v2/ HTTP/1.1||");
    requests.add("GET /v2/ HTTP/1.1|Host: x|Content-Length: x||");
    requests.add("GET /v2/\u00ff HTTP/1.1|Host: x||");
    requests.add("GET /v2/<> HTTP/1.1|Host: x||");
    requests.add("NONSENSE||");
    requests.add(
        "POST /v2/a/blobs/uploads/ HTTP/1.1|Host: x|Content-Length: 3|Transfer-Encoding:"
            + " chunked||");
    for (String request : requests) {
      try (RawConnection client = served.connect()) {
        String answer = client.sendAsFarAsItIsRead(request).answer();
        String what = request.substring(0, Math.min(60, request.length())) + " → " + answer;
        assertTrue(answer.startsWith("HTTP/1.1 4"), what);
        assertTrue(answer.contains("{\"errors\":[{\"code\":"), what);
        assertTrue(answer.contains("\r\nX-Request-Id: "), what);
        assertFalse(answer.contains("Exception"), what);
      }
    }
  }

  @Test
  void an_old_version_of_http_is_told_so() throws Exception {
    try (RawConnection client = served.connect()) {
      String answer = client.send("GET /v2/ HTTP/1.0||").answer();
      assertTrue(answer.startsWith("HTTP/1.1 505 "), answer);
      assertTrue(answer.contains("proxy_http_version 1.1"), answer);
    }
  }

  /// Requests of one connection follow on each other without an end, and those of two more than
  /// there are processors.
  @Test
  void clients_that_never_wait_for_an_answer_leave_room_for_others() throws Exception {
    byte[] requests = bytes("GET /v2/ HTTP/1.1\r\nHost: x\r\n\r\n".repeat(20_000));
    List<RawConnection> busy = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    try {
      for (int i = 0; i < Runtime.getRuntime().availableProcessors() + 2; i++) {
        RawConnection client = served.connect();
        busy.add(client);
        threads.add(Thread.ofPlatform().start(() -> flood(client, requests)));
        threads.add(Thread.ofPlatform().start(client::rest));
      }
      Thread.sleep(500);
      for (int i = 0; i < 3; i++) {
        try (RawConnection other = served.connect()) {
          other.socket.setSoTimeout(30_000);
          assertEquals(200, other.send("GET /livez HTTP/1.1|Host: x||").status());
        }
      }
    } finally {
      for (RawConnection connection : busy) {
        connection.close();
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }
  }

  private static void flood(RawConnection client, byte[] requests) {
    try {
      while (true) {
        client.send(requests);
      }
    } catch (IOException e) {
      // Closed: the test is over.
      return;
    }
  }

  @Test
  void a_thousand_idle_connections_leave_room_for_others() throws Exception {
    List<RawConnection> idle = new ArrayList<>();
    try {
      for (int i = 0; i < 1000; i++) {
        idle.add(served.connect());
      }
      assertEquals(200, served.get("/v2/").statusCode());
    } finally {
      for (RawConnection connection : idle) {
        connection.close();
      }
    }
  }
}
