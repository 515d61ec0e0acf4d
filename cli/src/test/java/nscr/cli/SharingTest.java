package nscr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nscr.oci.Digest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Many processes, one store. On a machine that is busy with thirty other things each of them takes
/// half a minute, and some of the tests start twenty: the limit ends what hangs, and decides
/// nothing.
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class SharingTest {
  private static final Pattern ADDRESS = Pattern.compile("http://(127\\.0\\.0\\.1:[0-9]+)");
  private static final Pattern OWNER = Pattern.compile("process ([0-9]+) ");

  @TempDir private Path temporary;
  private InstalledProgram installed;
  private final List<Process> running = new ArrayList<>();

  @BeforeEach
  void install() throws IOException {
    installed = new InstalledProgram(temporary);
  }

  @AfterEach
  void end() throws InterruptedException {
    for (Process process : running) {
      process.destroyForcibly().waitFor();
    }
  }

  /// A server that was started, and where it listens.
  private record Served(Process process, String address) {}

  private Served serve(String... options) throws Exception {
    Path err = Files.createTempFile(temporary, "serve", "");
    List<String> words =
        new ArrayList<>(List.of("nscr", "serve", "--listen", "127.0.0.1:0", "--gc-every", "0"));
    words.addAll(List.of(options));
    Process process =
        installed.process(words.toArray(String[]::new)).redirectError(err.toFile()).start();
    running.add(process);
    while (process.isAlive()) {
      Matcher address = ADDRESS.matcher(Files.readString(err));
      if (address.find()) {
        return new Served(process, address.group(1));
      }
      Thread.sleep(20);
    }
    throw new AssertionError(Files.readString(err));
  }

  private static int status(Served served, String path) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI uri = URI.create("http://" + served.address() + path);
      return client
          .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
          .statusCode();
    }
  }

  private static int push(Served served, String repository, byte[] blob) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      String digest = Digest.of(blob).toString();
      URI uri =
          URI.create(
              "http://"
                  + served.address()
                  + "/v2/"
                  + repository
                  + "/blobs/uploads/?digest="
                  + digest);
      return client
          .send(
              HttpRequest.newBuilder(uri)
                  .POST(HttpRequest.BodyPublishers.ofByteArray(blob))
                  .build(),
              HttpResponse.BodyHandlers.discarding())
          .statusCode();
    }
  }

  private void stock() throws IOException {
    Stocked.stock(new TestProgram(installed.store()));
  }

  private void archive(String file, Map<String, Image> images) throws IOException {
    Files.write(temporary.resolve(file), Archives.tar(Archives.layout(images)));
  }

  private void assertSound() throws Exception {
    Answer answer = installed.shell("nscr check --deep");
    assertEquals(0, answer.code(), answer.out() + answer.err());
  }

  @Test
  void a_pipe_may_lead_from_a_store_to_itself() throws Exception {
    stock();
    Answer answer =
        installed.shell(
            """
            nscr export app:1 multi:1 | nscr import - -q
            nscr export app:1 | nscr import - --as copy:1 -q
            nscr ls -q | while read r; do nscr ls -q "$r"; done | wc -l
            """);
    assertEquals("5", answer.ok().lines().getLast().strip());
    assertSound();
  }

  @Test
  void every_command_works_beside_a_server() throws Exception {
    archive("big.tar", Map.of("big:1", Image.of("x".repeat(20_000_000), "y".repeat(3_000_000))));
    stock();
    Served served = serve();
    String layer = Stocked.APP.parts().get(1).descriptor().digest().toString();
    Answer answer =
        installed.shell(
            """
            nscr import -q big.tar
            nscr ls -q; nscr ls app; nscr inspect big:1
            nscr tag big:1 2; nscr untag big:2; nscr tag big:1 other:3
            nscr blob get app@%s | nscr blob put fresh
            nscr export big:1 | sha256sum
            nscr du; nscr gc --dry-run; nscr rm app:2; nscr gc --grace 0; nscr check --deep
            nscr status
            """
                .formatted(layer));
    assertEquals("", answer.err());
    assertTrue(
        answer.ok().out().contains("process " + served.process().pid() + " (nscr serve)"),
        answer.out());
    assertEquals(200, status(served, "/v2/big/manifests/1"));
    assertEquals(200, status(served, "/v2/other/manifests/3"));
    assertEquals(404, status(served, "/v2/app/manifests/2"));
  }

  @Test
  void a_guest_does_not_load_the_database() throws Exception {
    stock();
    serve();
    Answer answer = installed.shell("JAVA_TOOL_OPTIONS=-verbose:class nscr ls");
    assertTrue(answer.ok().out().contains("nscr.index.SocketIndexBackend"), answer.out());
    assertFalse(answer.out().contains("org.rocksdb"), "it does");
  }

  @Test
  void a_server_that_came_second_takes_over() throws Exception {
    stock();
    Process import_ = installed.process("nscr", "import", "-").start();
    running.add(import_);
    byte[] whole = Archives.tar(Archives.layout(Map.of("late:1", Image.of("z".repeat(900_000)))));
    import_.getOutputStream().write(whole, 0, 500_000);
    import_.getOutputStream().flush();
    awaitOwner(import_);
    Served first = serve();
    Served second = serve();
    assertEquals(200, status(first, "/v2/app/manifests/1"));
    assertEquals(201, push(second, "pushed", new byte[] {1}));
    import_.getOutputStream().write(whole, 500_000, whole.length - 500_000);
    import_.getOutputStream().close();
    assertEquals(0, import_.waitFor());
    assertEquals(200, status(first, "/v2/late/manifests/1"));
    assertEquals(200, status(second, "/v2/late/manifests/1"));
    assertEquals(201, push(second, "pushed", new byte[] {2}));
    // The one that took over ends, and the other goes on.
    first.process().destroy();
    first.process().waitFor();
    assertEquals(201, push(second, "pushed", new byte[] {3}));
    assertSound();
  }

  private void awaitOwner(Process process) throws Exception {
    Path lock = installed.store().resolve("lock");
    while (process.isAlive() && !Files.readString(lock).contains(" " + process.pid() + " ")) {
      Thread.sleep(10);
    }
    assertTrue(process.isAlive());
  }

  @Test
  void an_owner_that_stands_still_is_named() throws Exception {
    stock();
    Served served = serve();
    long pid = served.process().pid();
    installed.shell("kill -STOP " + pid).ok();
    Answer answer = installed.shell("nscr ls --wait 1s || echo $?");
    assertEquals("6\n", answer.ok().out());
    assertTrue(answer.err().contains("process " + pid + " (nscr serve)"), answer.err());
    installed.shell("kill -CONT " + pid + "; nscr ls -q").ok();
  }

  /// The process that says it has the index open, if it is one of `those`.
  private Optional<Process> owner(List<Process> those) throws IOException {
    Matcher owner = OWNER.matcher(Files.readString(installed.store().resolve("lock")));
    return owner.find()
        ? those.stream()
            .filter(process -> process.pid() == Long.parseLong(owner.group(1)))
            .findFirst()
        : Optional.empty();
  }

  @Test
  void the_owner_may_be_killed_at_any_moment() throws Exception {
    long seed = Long.getLong("nscr.seed", System.nanoTime());
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    stock();
    for (int n = 0; n < 4; n++) {
      Map<String, Image> images = new TreeMap<>();
      for (int i = 0; i < 20; i++) {
        images.put("kept" + n + ":" + i, Image.of("shared", "layer " + n + " " + i % 7));
      }
      archive("kept" + n + ".tar", images);
    }
    String[] scripts = {
      "nscr import -q kept0.tar",
      "nscr import -q kept1.tar",
      "nscr import -q <kept2.tar",
      "nscr import -q kept3.tar",
      "nscr tag app:1 a b c",
      "nscr export app:1 | nscr import -q -",
      "nscr gc --grace 0 -q",
      "nscr ls -q",
      "nscr check -q",
      "nscr serve --listen 127.0.0.1:0"
    };
    int killed = 0;
    int failed = 0;
    for (int round = 0; round < Integer.getInteger("nscr.sharing.rounds", 3); round++) {
      List<Process> processes = new ArrayList<>();
      for (String script : scripts) {
        processes.add(start(script));
      }
      List<Process> commands = processes.subList(0, processes.size() - 1);
      List<Process> victims = new ArrayList<>();
      while (commands.stream().anyMatch(Process::isAlive)) {
        Thread.sleep(50 + random.nextInt(400));
        Optional<Process> owner = owner(processes);
        if (owner.isPresent() && victims.size() < 6) {
          owner.get().destroyForcibly();
          victims.add(owner.get());
        }
      }
      processes.getLast().destroyForcibly().waitFor();
      killed += victims.size();
      for (int n = 0; n < commands.size(); n++) {
        Process process = commands.get(n);
        int code = process.waitFor();
        if (!victims.contains(process) && code != 0) {
          failed++;
          assertTrue(
              code == 6,
              scripts[n]
                  + " ended with "
                  + code
                  + ", seed "
                  + seed
                  + ": "
                  + Files.readString(temporary.resolve("errors" + process.pid())));
        }
      }
      assertSound();
      installed.shell("nscr gc --grace 0 -q; test -z \"$(ls -A store/staged)\"").ok();
    }
    System.out.println(killed + " owners killed, " + failed + " commands gave up");
    assertTrue(killed > 0, "no owner was killed");
  }

  /// With `exec`, so that the process is the program itself where it is no pipe.
  private Process start(String script) throws IOException {
    String word = script.contains("|") ? "" : "exec ";
    Path errors = temporary.resolve("errors");
    Process process =
        installed
            .process("bash", "-euo", "pipefail", "-c", "exec 2>" + errors + "$$; " + word + script)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    running.add(process);
    return process;
  }

  @Test
  void ten_commands_at_once_beside_pushes_lose_nothing() throws Exception {
    stock();
    Served served = serve();
    List<Callable<Integer>> tasks = new ArrayList<>();
    for (int n = 0; n < 10; n++) {
      int number = n;
      archive("one" + n + ".tar", Map.of("one" + n + ":1", Image.of("s", "l" + n)));
      tasks.add(() -> {
        Answer answer =
            installed.shell(
                "nscr import -q one%d.tar; nscr tag one%d:1 2; nscr ls -q one%d"
                    .formatted(number, number, number));
        assertTrue(answer.ok().out().contains("one" + number + ":2"), answer.out());
        return 0;
      });
      tasks.add(() -> push(served, "pushed", ("blob " + number).getBytes("UTF-8")));
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Integer> one : tasks.stream().map(threads::submit).toList()) {
        assertTrue(List.of(0, 201).contains(one.get()));
      }
    }
    assertSound();
  }
}
