import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// Clients of all kinds at a registry, polite and rude, for as long as is said. Each keeps images under tags of its own and
/// layers it shares with the others, and verifies what it pulls. What only a broken registry answers ends the process with 7.
///
///     java SoakServe.java PORT SEED CLIENTS SECONDS
public final class SoakServe {
  private static final int REPOSITORIES = 4;
  private static final int TAGS = 6;
  private static final int SHARED = 24;
  private static final Map<String, LongAdder> DONE = new ConcurrentHashMap<>();

  private final int port;
  private final String name;
  private final Random random;
  private final List<SoakContent.Image> images = new ArrayList<>();
  private SoakConnection connection;
  private String doing = "";

  private SoakServe(int port, String name, Random random) {
    this.port = port;
    this.name = name;
    this.random = random;
  }

  public static void main(String[] args) throws Exception {
    int port = Integer.parseInt(args[0]);
    long seed = Long.parseLong(args[1]);
    int clients = Integer.parseInt(args[2]);
    long end = System.nanoTime() + Duration.ofSeconds(Long.parseLong(args[3])).toNanos();
    List<Thread> threads = new ArrayList<>();
    for (int n = 0; n < clients; n++) {
      SoakServe client = new SoakServe(port, "c" + n, new Random(seed + n));
      threads.add(Thread.ofPlatform().start(() -> client.run(end)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    System.out.println(new TreeMap<>(DONE));
  }

  private void run(long end) {
    try {
      while (System.nanoTime() < end) {
        try {
          act();
          DONE.computeIfAbsent(doing, _ -> new LongAdder()).increment();
        } catch (IOException e) {
          // A connection the server ended: it may do that between requests.
          DONE.computeIfAbsent("connection lost", _ -> new LongAdder()).increment();
          hangUp();
        }
      }
      while (!images.isEmpty() && random.nextInt(4) > 0) {
        delete();
      }
      hangUp();
    } catch (Exception e) {
      System.err.println("BROKEN by " + name + " at " + doing + ": " + e);
      e.printStackTrace();
      System.exit(7);
    }
  }

  private void act() throws Exception {
    switch (random.nextInt(20)) {
      case 0, 1, 2, 3 -> push();
      case 4, 5, 6 -> pull();
      case 7 -> range();
      case 8 -> pullAndLeave();
      case 9 -> pushAndLeave();
      case 10 -> resume();
      case 11 -> slowly();
      case 12, 13 -> delete();
      case 14 -> mount();
      case 15 -> refer();
      case 16 -> lists();
      case 17 -> nonsense();
      case 18 -> hangUp();
      default -> cancel();
    }
  }

  // --- What clients do ------------------------------------------------------------------------------------------------

  private void push() throws Exception {
    doing = "push";
    while (images.size() >= TAGS) {
      delete();
    }
    String repository = repository();
    List<SoakContent.Blob> blobs = new ArrayList<>();
    for (int n = 1 + random.nextInt(4); n > 0; n--) {
      blobs.add(random.nextBoolean() ? shared() : fresh());
    }
    blobs.addFirst(SoakContent.Blob.of(("{\"config\":\"" + name + random.nextLong() + "\"}").getBytes(StandardCharsets.US_ASCII)));
    for (boolean skipping = true; ; skipping = false) {
      for (SoakContent.Blob blob : blobs) {
        upload(repository, blob, skipping);
      }
      byte[] manifest = SoakContent.manifest(random, blobs, "");
      String tag = name + "-" + random.nextInt(1 << 30);
      SoakConnection.Answer put = ask("PUT", "/v2/" + repository + "/manifests/" + tag, manifest, "Content-Type: " + SoakContent.MANIFEST);
      if (put.status() == 404 || put.status() == 400) {
        // A layer that was there has been deleted with the last image of somebody else: no promise was given for it.
        must(skipping && text(put).contains("BLOB_UNKNOWN"), "a manifest was refused: " + text(put));
        continue;
      }
      must(put.status() == 201, "PUT manifest: " + put.status() + " " + text(put));
      SoakContent.Image image = new SoakContent.Image(repository, tag, SoakContent.sha256(manifest), manifest, blobs);
      must(image.digest().equals(put.headers().get("docker-content-digest")), "another digest");
      images.add(image);
      return;
    }
  }

  private void upload(String repository, SoakContent.Blob blob, boolean skipping) throws Exception {
    String blobs = "/v2/" + repository + "/blobs/";
    if (skipping && ask("HEAD", blobs + blob.digest(), null).status() == 200) {
      return;
    }
    SoakConnection.Answer done;
    switch (random.nextInt(4)) {
      case 0 -> done = ask("POST", blobs + "uploads/?digest=" + blob.digest(), blob.bytes(), "Content-Type: application/octet-stream");
      case 1 -> done = ask("PUT", begin(repository) + "?digest=" + blob.digest(), blob.bytes());
      case 2 -> {
        String upload = begin(repository);
        streamed("PATCH", upload, blob.bytes());
        done = ask("PUT", upload + "?digest=" + blob.digest(), new byte[0]);
      }
      default -> {
        String upload = begin(repository);
        done = finish(upload, blob, 0);
      }
    }
    must(done.status() == 201, "blob: " + done.status() + " " + text(done));
  }

  private String begin(String repository) throws IOException {
    SoakConnection.Answer begun = ask("POST", "/v2/" + repository + "/blobs/uploads/", new byte[0]);
    must(begun.status() == 202, "POST: " + begun.status() + " " + text(begun));
    return begun.headers().get("location");
  }

  /// Sends what is left of a blob in chunks, and ends the upload.
  private SoakConnection.Answer finish(String upload, SoakContent.Blob blob, int from) throws IOException {
    int at = from;
    while (at < blob.bytes().length) {
      int count = Math.min(blob.bytes().length - at, 1 + random.nextInt(1 << 20));
      byte[] chunk = Arrays.copyOfRange(blob.bytes(), at, at + count);
      SoakConnection.Answer patched = ask("PATCH", upload, chunk, "Content-Range: " + at + "-" + (at + count - 1));
      if (patched.status() == 429) {
        pause(50);
        continue;
      }
      must(patched.status() == 202, "PATCH: " + patched.status() + " " + text(patched));
      at += count;
    }
    return ask("PUT", upload + "?digest=" + blob.digest(), new byte[0]);
  }

  private void streamed(String method, String path, byte[] body) throws IOException {
    connect();
    connection.send(method + " " + path + " HTTP/1.1\r\nHost: soak\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (int at = 0; at < body.length; ) {
      int count = Math.min(body.length - at, 1 + random.nextInt(200_000));
      connection.send(Integer.toHexString(count) + "\r\n");
      connection.out().write(body, at, count);
      connection.send("\r\n");
      at += count;
    }
    connection.send("0\r\n\r\n");
    SoakConnection.Answer patched = connection.answer(false);
    must(patched.status() == 202, method + " streamed: " + patched.status() + " " + text(patched));
  }

  private void pull() throws Exception {
    doing = "pull";
    if (images.isEmpty()) {
      return;
    }
    SoakContent.Image image = images.get(random.nextInt(images.size()));
    String by = random.nextBoolean() ? image.tag() : image.digest();
    SoakConnection.Answer got = ask("GET", "/v2/" + image.repository() + "/manifests/" + by, null, "Accept: " + SoakContent.MANIFEST);
    must(got.status() == 200 && Arrays.equals(got.body(), image.manifest()), "GET manifest " + by + ": " + got.status() + " " + text(got));
    for (SoakContent.Blob blob : image.blobs()) {
      SoakConnection.Answer pulled = ask("GET", "/v2/" + image.repository() + "/blobs/" + blob.digest(), null);
      must(pulled.status() == 200 && Arrays.equals(pulled.body(), blob.bytes()), "GET blob: " + pulled.status() + " " + blob.digest());
    }
  }

  private void range() throws Exception {
    doing = "range";
    SoakContent.Blob blob = anyBlob();
    if (blob == null || blob.bytes().length == 0) {
      return;
    }
    int first = random.nextInt(blob.bytes().length);
    int last = first + random.nextInt(blob.bytes().length - first);
    SoakConnection.Answer got = ask("GET", path(blob), null, "Range: bytes=" + first + "-" + last);
    must(got.status() == 206 && Arrays.equals(got.body(), Arrays.copyOfRange(blob.bytes(), first, last + 1)), "range: " + got.status());
  }

  /// Goes in the middle of a body.
  private void pullAndLeave() throws Exception {
    doing = "pull and leave";
    SoakContent.Blob blob = anyBlob();
    if (blob == null) {
      return;
    }
    connect();
    connection.send("GET " + path(blob) + " HTTP/1.1\r\nHost: soak\r\n\r\n");
    connection.in().readNBytes(random.nextInt(1 + blob.bytes().length));
    pause(random.nextInt(20));
    hangUp();
  }

  private void pushAndLeave() throws Exception {
    doing = "push and leave";
    leave(begin(repository()), fresh());
  }

  private void leave(String upload, SoakContent.Blob blob) throws IOException {
    boolean streamed = random.nextBoolean();
    int count = random.nextInt(1 + blob.bytes().length);
    connect();
    connection.send(
        // Where it belongs must be said: the server may see this only after the client came back on another connection.
        "PATCH " + upload + " HTTP/1.1\r\nHost: soak\r\nContent-Range: 0-" + blob.bytes().length + "\r\n"
            + (streamed ? "Transfer-Encoding: chunked\r\n\r\n" : "Content-Length: " + (blob.bytes().length + 1) + "\r\n\r\n"));
    if (streamed) {
      connection.send(Integer.toHexString(blob.bytes().length + 1) + "\r\n");
    }
    connection.out().write(blob.bytes(), 0, count);
    connection.out().flush();
    pause(random.nextInt(100));
    hangUp();
  }

  /// Comes back to an upload it left, and ends it.
  private void resume() throws Exception {
    doing = "resume";
    String repository = repository();
    String upload = begin(repository);
    SoakContent.Blob blob = fresh();
    leave(upload, blob);
    for (int tries = 0; ; tries++) {
      SoakConnection.Answer status = ask("GET", upload, null);
      must(status.status() == 204, "upload status: " + status.status() + " " + text(status));
      String range = status.headers().get("range");
      // That range is said of nothing, and of one byte.
      int received = range.equals("0-0") ? tries % 2 : Integer.parseInt(range.substring(2)) + 1;
      try {
        SoakConnection.Answer done = finish(upload, blob, received);
        if (done.status() == 201) {
          return;
        }
        must(done.status() == 429 && tries < 100, "resumed at " + received + ": " + done.status() + " " + text(done));
      } catch (SoakConnection.Broken e) {
        // The server may still be writing what the lost connection sent last.
        if (tries > 100 || !e.getMessage().contains("416")) {
          throw e;
        }
      }
      pause(50);
    }
  }

  private void slowly() throws Exception {
    doing = "slowly";
    SoakContent.Blob blob = random.nextBoolean() ? anyBlob() : null;
    connect();
    if (blob != null) {
      connection.send("GET " + path(blob) + " HTTP/1.1\r\nHost: soak\r\n\r\n");
      for (int n = 0; n < 30 && connection.in().read() >= 0; n++) {
        connection.in().readNBytes(1 + random.nextInt(2000));
        pause(random.nextInt(100));
      }
    } else {
      connection.send("POST /v2/" + repository() + "/blobs/uploads/ HTTP/1.1\r\nHo");
      pause(random.nextInt(1000));
      connection.send("st: soak\r\nContent-Length: 0\r\n\r\n");
      must(connection.answer(false).status() == 202, "a slow POST");
    }
    hangUp();
  }

  private void delete() throws IOException {
    doing = "delete";
    if (images.isEmpty()) {
      return;
    }
    SoakContent.Image image = images.get(random.nextInt(images.size()));
    SoakConnection.Answer gone = ask("DELETE", "/v2/" + image.repository() + "/manifests/" + image.digest(), null);
    must(gone.status() == 202, "DELETE: " + gone.status() + " " + text(gone));
    images.remove(image);
    must(ask("GET", "/v2/" + image.repository() + "/manifests/" + image.tag(), null).status() == 404, "deleted and there");
  }

  private void mount() throws Exception {
    doing = "mount";
    SoakContent.Blob blob = anyBlob();
    if (blob == null) {
      return;
    }
    String from = path(blob).substring("/v2/".length(), path(blob).indexOf("/blobs/"));
    String to = repository();
    SoakConnection.Answer mounted = ask("POST", "/v2/" + to + "/blobs/uploads/?mount=" + blob.digest() + "&from=" + from, new byte[0]);
    must(mounted.status() == 201, "mount: " + mounted.status() + " " + text(mounted));
    must(ask("HEAD", "/v2/" + to + "/blobs/" + blob.digest(), null).status() == 200, "mounted and not there");
  }

  private void refer() throws Exception {
    doing = "refer";
    if (images.isEmpty()) {
      return;
    }
    SoakContent.Image image = images.get(random.nextInt(images.size()));
    byte[] manifest =
        SoakContent.manifest(random, image.blobs(), ",\"subject\":{\"mediaType\":\"" + SoakContent.MANIFEST + "\",\"digest\":\"" + image.digest() + "\",\"size\":" + image.manifest().length + "}");
    String digest = SoakContent.sha256(manifest);
    String base = "/v2/" + image.repository();
    SoakConnection.Answer put = ask("PUT", base + "/manifests/" + digest, manifest, "Content-Type: " + SoakContent.MANIFEST);
    must(put.status() == 201, "referrer: " + put.status() + " " + text(put));
    must(text(ask("GET", base + "/referrers/" + image.digest(), null)).contains(digest), "a referrer is not listed");
    must(ask("DELETE", base + "/manifests/" + digest, null).status() == 202, "a referrer cannot be deleted");
  }

  private void lists() throws IOException {
    doing = "list";
    for (String path : List.of("/v2/", "/v2/_catalog?n=2", "/v2/" + repository() + "/tags/list?n=3", "/livez", "/metrics")) {
      int status = ask("GET", path, null).status();
      must(status == 200 || status == 404 && path.contains("/tags/"), path + ": " + status);
    }
  }

  private void nonsense() throws IOException {
    doing = "nonsense";
    byte[] noise = new byte[random.nextInt(300)];
    random.nextBytes(noise);
    SoakConnection.Answer refused =
        switch (random.nextInt(4)) {
          case 0 -> ask("PUT", "/v2/" + repository() + "/manifests/x", noise, "Content-Type: " + SoakContent.MANIFEST);
          case 1 -> ask("POST", "/v2/" + repository() + "/blobs/uploads/?digest=sha256:" + "0".repeat(64), noise);
          case 2 -> ask("GET", "/v2/" + repository() + "/blobs/sha256:" + "f".repeat(64), null);
          default -> ask("DELETE", "/v2/UPPER/manifests/none", null);
        };
    must(refused.status() >= 400 && refused.status() < 500, "nonsense: " + refused.status() + " " + text(refused));
    connect();
    connection.out().write(noise);
    hangUp();
  }

  private void cancel() throws IOException {
    doing = "cancel";
    SoakConnection.Answer gone = ask("DELETE", begin(repository()), null);
    must(gone.status() == 204, "cancel: " + gone.status() + " " + text(gone));
  }

  // --- Content --------------------------------------------------------------------------------------------------------

  private String repository() {
    return "soak/r" + random.nextInt(REPOSITORIES);
  }

  /// A layer that every client knows.
  private SoakContent.Blob shared() {
    return SoakContent.Blob.of(SoakContent.bytes(random.nextInt(SHARED), 1_000_000));
  }

  private SoakContent.Blob fresh() {
    return SoakContent.Blob.of(SoakContent.bytes(random.nextLong(), random.nextInt(50) == 0 ? 24_000_000 : 2_000_000));
  }

  private SoakContent.Blob anyBlob() {
    if (images.isEmpty()) {
      return null;
    }
    List<SoakContent.Blob> blobs = images.getFirst().blobs();
    return blobs.get(random.nextInt(blobs.size()));
  }

  private String path(SoakContent.Blob blob) {
    return "/v2/" + images.getFirst().repository() + "/blobs/" + blob.digest();
  }

  private static void must(boolean kept, String what) {
    if (!kept) {
      throw new SoakConnection.Broken(what);
    }
  }

  private static String text(SoakConnection.Answer answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  private static void pause(int millis) throws IOException {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  // --- HTTP -----------------------------------------------------------------------------------------------------------

  private void connect() throws IOException {
    if (connection == null) {
      connection = new SoakConnection(port);
    }
  }

  private void hangUp() {
    try {
      if (connection != null) {
        connection.close(random.nextBoolean());
      }
    } catch (IOException e) {
      // Gone already.
    }
    connection = null;
  }

  private SoakConnection.Answer ask(String method, String path, byte[] body, String... headers) throws IOException {
    connect();
    StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: soak\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    connection.send(head + (body == null ? "" : "Content-Length: " + body.length + "\r\n") + "\r\n");
    if (body != null) {
      connection.out().write(body);
    }
    SoakConnection.Answer answer = connection.answer(method.equals("HEAD"));
    must(answer.status() < 500, method + " " + path + ": " + answer.status() + " " + text(answer));
    if (answer.headers().getOrDefault("connection", "").equals("close")) {
      hangUp();
    }
    return answer;
  }
}
