package nscr.torture;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import nscr.store.Store;
import nscr.store.StoreException;
import nscr.store.StoreOptions;
import nscr.torture.Step.Fate;
import nscr.torture.Step.Way;

/// A process that carries out steps: it is told their worker, number and way on standard input, a
/// line each, and says on standard output, a line each, how they went; until its input ends.
final class Worker {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int LONGEST_SITTING = 7;

  private final Script script;
  private final Path directory;
  private final Scene scene;
  private final Hand client;
  private Optional<Store> store = Optional.empty();

  private Worker(Script script, Path directory, URI server, Scene scene) {
    this.script = script;
    this.directory = directory;
    this.scene = scene;
    this.client =
        new ClientHand(new HttpRegistry(server), script.goods(), scene.mercy().attempts());
  }

  /// @param words the seed, how many workers there are, the store, the server, the scene, and which
  ///   fates there are
  public static void main(String[] words) throws IOException {
    Set<Fate> fates = Arrays.stream(words).skip(5).map(Fate::valueOf).collect(Collectors.toSet());
    Script script = new Script(Long.parseLong(words[0]), Integer.parseInt(words[1]), fates);
    new Worker(script, Path.of(words[2]), URI.create(words[3]), Scene.parse(words[4])).run();
    // What is still under way, such as connections, is nothing to wait for.
    Runtime.getRuntime().halt(0);
  }

  private void run() throws IOException {
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String line;
    while ((line = in.readLine()) != null) {
      String[] words = line.split(" ");
      Step step = script.step(Integer.parseInt(words[0]), Integer.parseInt(words[1]));
      Outcome outcome =
          Way.valueOf(words[2]) == Way.HTTP
              ? client.perform(step.operation())
              : Outcomes.of(() -> inStore(step));
      byte[] answer = (outcome.line() + "\n").getBytes(StandardCharsets.UTF_8);
      System.out.write(answer, 0, answer.length);
      System.out.flush();
    }
  }

  /// With the store open for this step, and perhaps for those that follow: whoever has it open may
  /// be the one who answers everybody else.
  private Outcome inStore(Step step) throws IOException {
    if (store.isEmpty()) {
      var options = new StoreOptions(PATIENCE, "nscr torture", true, InstantSource.system());
      try {
        store = Optional.of(Store.open(directory, options));
      } catch (StoreException.Busy e) {
        return new Outcome.Undone(e.getMessage());
      }
    }
    Store used = store.get();
    if (step.fate().isFault()) {
      used = used.withFiles(new FaultyFiles(used.blobFiles(), step.fate(), step.delay()));
    }
    Outcome outcome = new StoreHand(used, script.goods(), scene).perform(step.operation());
    if (step.number() % LONGEST_SITTING == 0) {
      store.get().close();
      store = Optional.empty();
    }
    return outcome;
  }
}
