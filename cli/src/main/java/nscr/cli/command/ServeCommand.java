package nscr.cli.command;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import nscr.cli.Command;
import nscr.cli.EndSignals;
import nscr.cli.ExitCode;
import nscr.cli.Session;
import nscr.cli.Syntax;
import nscr.server.Listen;
import nscr.server.RegistryServer;
import nscr.server.ServerSettings;
import nscr.store.Access.Role;
import nscr.store.Store;

/// `nscr serve`: the registry over HTTP, until it is told to end.
final class ServeCommand implements Command {
  private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

  private final ServeOptions options;

  ServeCommand(Syntax syntax) {
    syntax
        .says(
            "[OPTIONS]",
            "Serves the store as a registry, to docker, podman, skopeo, oras, containerd and every"
                + " other client of the OCI distribution API. It ends with SIGTERM (exit code 0) or"
                + " Ctrl-C (130): what is being transferred may then come to its end, uploads that"
                + " do not can be resumed, and a second signal ends it at once. /livez and /readyz"
                + " say how it is, /metrics says more, to Prometheus.")
        .examples(
            "nscr serve",
            "nscr serve --listen 0.0.0.0:5000 --gc-every 10m --untagged 30d",
            "nscr serve --listen '[::1]:7000' --listen unix:/run/nscr.sock --read-only",
            "nscr serve --config /etc/nscr.yaml --access-log --log-format json");
    options = new ServeOptions(syntax);
  }

  @Override
  public ExitCode run(Session session) throws IOException {
    options.read(session);
    if (options.onlyCheck()) {
      session.note(() -> "the settings make sense");
      return ExitCode.OK;
    }
    Thread prepared = RegistryServer.prepare();
    Store store = session.openOrMakeStore();
    store.standBy();
    // Closed the other way round: what runs ends before the process may.
    try (EndSignals signals = EndSignals.open();
        store;
        ServerLog log = ServerLog.open(options.logForm(), System.err)) {
      ServerSettings settings = options.server(log::request);
      prepared.join();
      return serve(session, signals, store, settings);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCode.INTERRUPTED;
    }
  }

  private ExitCode serve(Session session, EndSignals signals, Store store, ServerSettings settings)
      throws IOException, InterruptedException {
    try (RegistryServer server = RegistryServer.start(store, settings)) {
      server.collectGarbage(options.gcPolicy(), options.gcEvery());
      boolean readsOnly =
          settings.api().readOnly() || store.isBackup() || store.access().role() == Role.READER;
      greet(session, greeting(session, settings, server.listening(), readsOnly));
      ExitCode code = await(signals, server);
      if (server.running() > 0) {
        ServerLog.tell(
            "ending: "
                + server.running()
                + " requests under way have "
                + settings.grace().toSeconds()
                + " seconds; a second signal ends at once");
      }
      return code;
    }
  }

  /// Waits for the end. A server that nobody can reach any more is no server: who watches over the
  /// process is to know, and to start it anew.
  private static ExitCode await(EndSignals signals, RegistryServer server)
      throws IOException, InterruptedException {
    Optional<ExitCode> code = signals.await(LOOK_EVERY);
    while (code.isEmpty()) {
      server.requireListening();
      code = signals.await(LOOK_EVERY);
    }
    return code.get();
  }

  private void greet(Session session, String greeting) throws IOException {
    switch (options.logForm()) {
      case TEXT -> session.note(() -> greeting);
      case JSON -> {
        if (!session.isQuiet()) {
          ServerLog.tell(greeting);
        }
      }
    }
  }

  private static String greeting(
      Session session, ServerSettings settings, List<Listen> places, boolean readsOnly) {
    boolean secure = settings.tls().isPresent();
    String scheme = secure ? "https://" : "http://";
    String on =
        String.join(
            ", ",
            places.stream()
                .map(place -> place instanceof Listen.Tcp ? scheme + place : place.toString())
                .toList());
    String use =
        places.stream()
            .filter(Listen.Tcp.class::isInstance)
            .findFirst()
            .map(place -> readsOnly ? pull(place, secure) : push(place, secure))
            .orElse("");
    return "serving store " + session.storeDirectory() + " on " + on + use;
  }

  private static String push(Listen place, boolean secure) {
    return "; push with docker push "
        + place
        + "/app:1, or skopeo copy"
        + (secure ? "" : " --dest-tls-verify=false")
        + " SOURCE docker://"
        + place
        + "/app:1";
  }

  private static String pull(Listen place, boolean secure) {
    return " to be read only; pull with docker pull "
        + place
        + "/app:1, or skopeo copy"
        + (secure ? "" : " --src-tls-verify=false")
        + " docker://"
        + place
        + "/app:1 DESTINATION";
  }
}
