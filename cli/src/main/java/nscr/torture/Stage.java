package nscr.torture;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import nscr.store.Store;
import nscr.store.StoreException;
import nscr.store.StoreOptions;

/// Where a torture takes place.
///
/// @param store the store's directory
/// @param work a directory for everything else: archives, and what processes say goes wrong
/// @param port where servers listen
record Stage(Script script, Path store, Path work, Launch launch, int port) {

  /// On a port that is free.
  static Stage at(Script script, Path store, Path work, Launch launch) throws IOException {
    Files.createDirectories(work);
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new Stage(script, store, work, launch, socket.getLocalPort());
    }
  }

  private String listen() {
    return "127.0.0.1:" + port;
  }

  Path errors() {
    return work.resolve("errors");
  }

  ProcessBuilder worker(Scene scene) {
    List<String> words = new ArrayList<>();
    words.add(String.valueOf(script.seed()));
    words.add(String.valueOf(script.workers()));
    words.add(store.toString());
    words.add("http://" + listen());
    words.add(scene.toString());
    script.fates().forEach(fate -> words.add(fate.name()));
    return launch.of(Worker.class, words.toArray(String[]::new));
  }

  ProcessBuilder server(Scene scene) {
    return scene == Scene.SERVED
        ? launch.leashedProgram(
            "serve",
            "--store",
            store.toString(),
            "--listen",
            listen(),
            "--gc-every",
            "1s",
            "--untagged",
            "0s")
        : launch.of(
            Host.class,
            store.toString(),
            listen(),
            scene.toString(),
            String.valueOf(script.seed()));
  }

  CommandHand commands(int worker, Mercy mercy) throws IOException {
    Path own = Files.createDirectories(work.resolve("worker" + worker));
    return new CommandHand(launch, store, own, script.goods(), mercy);
  }

  Store open(Duration patience) throws IOException {
    return Store.open(
        store, new StoreOptions(patience, "nscr torture", true, InstantSource.system()));
  }

  /// Whether the store can be used while the server has it.
  boolean isShared() throws IOException {
    try (Store _ = open(Duration.ZERO)) {
      return true;
    } catch (StoreException.Busy e) {
      return false;
    }
  }

  /// The last that processes said went wrong.
  String lastWords() throws IOException {
    if (Files.notExists(errors())) {
      return "it said nothing";
    }
    List<String> lines = Files.readAllLines(errors());
    return String.join(" / ", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
  }

  /// Removes a directory and all in it, be it there or not.
  static void remove(Path directory) throws IOException {
    if (Files.notExists(directory)) {
      return;
    }
    List<Path> paths;
    try (Stream<Path> all = Files.walk(directory)) {
      paths = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : paths) {
      Files.deleteIfExists(path);
    }
  }
}
