package nscr.cli.command;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import nscr.cli.Command;
import nscr.cli.ExitCode;
import nscr.cli.Given;
import nscr.cli.Kind;
import nscr.cli.Session;
import nscr.cli.Syntax;
import nscr.cli.UsageException;
import nscr.gc.GcPolicy;
import nscr.oci.Quoted;
import nscr.server.GcSchedule;
import nscr.server.Listen;
import nscr.server.LoggedRequest;
import nscr.server.Patience;
import nscr.server.RegistryServer;
import nscr.server.ServerSettings;
import nscr.server.TlsFiles;
import nscr.server.api.ApiSettings;
import nscr.store.Store;

/// `nscr serve`: the registry over HTTP, until it is told to end.
final class ServeCommand implements Command {
  private static final Kind<Listen> ADDRESS = new Kind<>("ADDR", ServeCommand::listen);
  private static final Kind<AccessLog> ACCESS_LOG =
      new Kind<>("FORM", AccessLog::parse).among("text", "json");
  private static final Duration HOURLY = Duration.ofHours(1);

  private final Given<List<Listen>> listen;
  private final Given<Optional<Path>> certificate;
  private final Given<Optional<Path>> key;
  private final Given<Boolean> readOnly;
  private final Given<Optional<Long>> largest;
  private final Given<Optional<Duration>> gcEvery;
  private final Given<Optional<Duration>> untagged;
  private final Given<Optional<Duration>> uploads;
  private final Given<Optional<Duration>> grace;
  private final Given<Optional<AccessLog>> accessLog;

  ServeCommand(Syntax syntax) {
    syntax
        .says(
            "[OPTIONS]",
            "Serves the store as a registry, to docker, podman, skopeo, oras, containerd and every"
                + " other client of the OCI distribution API. It ends with SIGTERM or Ctrl-C: what"
                + " is being transferred may then come to its end, and uploads that do not can be"
                + " resumed. /livez and /readyz say how it is.")
        .examples(
            "nscr serve",
            "nscr serve --listen 0.0.0.0:5000 --gc-every 10m --untagged 30d",
            "nscr serve --listen '[::1]:7000' --listen unix:/run/nscr.sock --read-only");
    listen =
        syntax.options(
            ADDRESS,
            "Where to listen: HOST:PORT, [IPv6]:PORT or unix:PATH; may be repeated (default "
                + Listen.USUAL
                + ").",
            "--listen");
    certificate =
        syntax.option(
            Kind.PATH,
            "The certificate to serve HTTPS with, and those that lead to its issuer, in PEM. It is"
                + " read again when it changes.",
            "--tls-cert");
    key = syntax.option(Kind.PATH, "The certificate's private key, in PEM (PKCS #8).", "--tls-key");
    readOnly = syntax.flag("Refuse to change anything but by gc.", "--read-only");
    largest = syntax.option(Kind.SIZE, "The largest blob to take, such as 10G.", "--max-upload");
    gcEvery =
        syntax.option(
            Kind.DURATION, "How often to collect garbage; 0 never (default 1h).", "--gc-every");
    untagged =
        syntax.option(
            Kind.DURATION,
            "Let gc also remove manifests that have had no tag for that long.",
            "--untagged");
    uploads =
        syntax.option(
            Kind.DURATION,
            "How long an upload may be idle before it expires (default 24h).",
            "--uploads");
    grace =
        syntax.option(
            Kind.DURATION, "How long transfers may take to end (default 30s).", "--grace");
    accessLog =
        syntax.option(
            ACCESS_LOG, "Log every request on stderr, as text or as json.", "--access-log");
  }

  /// How requests are logged.
  private enum AccessLog {
    TEXT,
    JSON;

    static AccessLog parse(String text) {
      return switch (text) {
        case "text" -> TEXT;
        case "json" -> JSON;
        default ->
            throw new UsageException("the access log is text or json, not " + Quoted.of(text));
      };
    }

    Consumer<LoggedRequest> to(PrintStream out) {
      return switch (this) {
        case TEXT -> out::println;
        case JSON -> request -> out.println(request.toJson());
      };
    }
  }

  private static Listen listen(String text) {
    try {
      return Listen.parse(text);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  @Override
  public ExitCode run(Session session) throws IOException {
    Logger frameworks = quietFramework();
    List<Listen> places = listen.get().isEmpty() ? List.of(Listen.USUAL) : listen.get();
    var settings =
        new ServerSettings(
            places,
            new ApiSettings(
                readOnly.get(), largest.get().map(OptionalLong::of).orElse(OptionalLong.empty())),
            Patience.USUAL,
            grace.get().orElse(ServerSettings.USUAL_GRACE),
            tls(),
            accessLog.get().map(form -> form.to(System.err)));
    Store store = session.openOrMakeStore();
    try {
      serve(session, store, settings);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      store.close();
      frameworks.setLevel(null);
    }
    return ExitCode.OK;
  }

  private Optional<TlsFiles> tls() {
    if (certificate.get().isPresent() != key.get().isPresent()) {
      throw new UsageException("--tls-cert and --tls-key belong together");
    }
    return certificate.get().map(path -> new TlsFiles(path, key.get().orElseThrow()));
  }

  private void serve(Session session, Store store, ServerSettings settings)
      throws IOException, InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);
    try (RegistryServer server = RegistryServer.start(store, settings)) {
      Optional<GcSchedule> gc = startGc(store);
      Thread end = new Thread(() -> end(server, gc, store, ended), "end");
      Runtime.getRuntime().addShutdownHook(end);
      session.note(() -> greeting(session, server.listening()));
      ended.await();
    }
  }

  private Optional<GcSchedule> startGc(Store store) {
    Duration every = gcEvery.get().orElse(HOURLY);
    GcPolicy usual = GcPolicy.USUAL;
    GcPolicy policy =
        new GcPolicy(usual.grace(), untagged.get(), uploads.get().orElse(usual.uploads()));
    return every.isZero() ? Optional.empty() : Optional.of(GcSchedule.start(store, policy, every));
  }

  /// Ends what runs, in the order in which one needs the other; the process ends with it.
  private static void end(
      RegistryServer server, Optional<GcSchedule> gc, Store store, CountDownLatch ended) {
    server.close();
    gc.ifPresent(GcSchedule::close);
    try {
      store.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      ended.countDown();
    }
  }

  private String greeting(Session session, List<Listen> places) {
    String on = String.join(", ", places.stream().map(this::address).toList());
    String push =
        places.stream()
            .filter(Listen.Tcp.class::isInstance)
            .findFirst()
            .map(place ->
                "; push with docker push "
                    + place
                    + "/app:1, or skopeo copy"
                    + insecure()
                    + " SOURCE docker://"
                    + place
                    + "/app:1")
            .orElse("");
    return "serving store " + session.storeDirectory() + " on " + on + push;
  }

  private String insecure() {
    return tls().isPresent() ? "" : " --dest-tls-verify=false";
  }

  private String address(Listen place) {
    String scheme = tls().isPresent() ? "https://" : "http://";
    return place instanceof Listen.Tcp ? scheme + place : place.toString();
  }

  /// Helidon tells of its starts and ends; a line of log is a line here.
  private static Logger quietFramework() {
    System.setProperty(
        "java.util.logging.SimpleFormatter.format", "%1$tFT%1$tT.%1$tL%1$tz %4$s %5$s%6$s%n");
    Logger frameworks = Logger.getLogger("io.helidon");
    frameworks.setLevel(Level.WARNING);
    return frameworks;
  }
}
