package nscr.server;

import java.nio.file.Path;
import nscr.store.Store;
import nscr.store.StoreOptions;

/// Serves a store until it is killed: `ServeByHand DIRECTORY PORT`.
final class ServeByHand {
  private ServeByHand() {}

  public static void main(String[] args) throws Exception {
    Store store = Store.open(Path.of(args[0]), StoreOptions.of("nscr serve"));
    var listen = new Listen.Tcp("127.0.0.1", Integer.parseInt(args[1]));
    RegistryServer server = RegistryServer.start(store, ServerSettings.on(listen));
    System.err.println("serving " + args[0] + " on " + server.listening());
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> {
              server.close();
              try {
                store.close();
              } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            }));
    Thread.currentThread().join();
  }
}
