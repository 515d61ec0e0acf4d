package nscr.torture;

import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.Random;
import nscr.gc.Gc;
import nscr.server.Listen;
import nscr.server.RegistryServer;
import nscr.server.ServerSettings;
import nscr.server.api.ApiSettings;
import nscr.store.Store;
import nscr.store.StoreOptions;

/// A process that serves a store as `nscr serve` does, and collects garbage nearly all the time;
/// until its standard input ends, or it is told to end.
final class Host {
  private static final int LONGEST_PAUSE = 60;

  private Host() {}

  /// @param words the store, where to listen, the scene and a seed
  public static void main(String[] words) throws IOException {
    Scene scene = Scene.parse(words[2]);
    Random random = new Random(Long.parseLong(words[3]));
    try (Store store = Store.open(Path.of(words[0]), StoreOptions.of("nscr torture server"));
        RegistryServer _ = RegistryServer.start(store, settings(words[1], scene))) {
      Thread.ofPlatform().daemon().start(() -> collect(store, scene.mercy(), random));
      while (System.in.read() >= 0) {
        continue;
      }
      Runtime.getRuntime().halt(0);
    }
  }

  private static ServerSettings settings(String listen, Scene scene) {
    return ServerSettings.on(Listen.parse(listen))
        .with(new ApiSettings(false, scene.keepsNeededBlobs(), OptionalLong.empty()));
  }

  private static void collect(Store store, Mercy mercy, Random random) {
    try {
      while (true) {
        Gc.execute(store, mercy.policy());
        // A push must now and then come between two of them.
        Thread.sleep(random.nextInt(LONGEST_PAUSE));
      }
    } catch (IOException | RuntimeException | InterruptedException e) {
      e.printStackTrace();
      Runtime.getRuntime().halt(1);
    }
  }
}
