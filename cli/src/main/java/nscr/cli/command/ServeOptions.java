package nscr.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import nscr.cli.Given;
import nscr.cli.Kind;
import nscr.cli.Session;
import nscr.cli.Syntax;
import nscr.cli.UsageException;
import nscr.gc.GcPolicy;
import nscr.server.Listen;
import nscr.server.LoggedRequest;
import nscr.server.Patience;
import nscr.server.ServerSettings;
import nscr.server.TlsFiles;
import nscr.server.api.ApiSettings;

/// What `nscr serve` can be told, by options, the environment or a file.
final class ServeOptions {
  private static final Kind<Listen> ADDRESS = new Kind<>("ADDR", ServeOptions::listen);
  private static final Kind<LogForm> LOG_FORM =
      new Kind<>("FORM", LogForm::parse).among("text", "json");
  private static final Duration HOURLY = Duration.ofHours(1);

  private final Settings settings;
  private final Given<Optional<Path>> config;
  private final Given<Boolean> onlyCheck;
  private final Given<Optional<Path>> store;
  private final Given<List<Listen>> listen;
  private final Given<Optional<Path>> certificate;
  private final Given<Optional<Path>> key;
  private final Given<Boolean> readOnly;
  private final Given<Boolean> keepNeeded;
  private final Given<Optional<Long>> largest;
  private final Given<Optional<Duration>> gcEvery;
  private final Given<Optional<Duration>> untagged;
  private final Given<Optional<Duration>> uploads;
  private final Given<Optional<Duration>> grace;
  private final Given<Boolean> accessLog;
  private final Given<Optional<LogForm>> logForm;

  ServeOptions(Syntax syntax) {
    settings = new Settings(syntax);
    config =
        syntax.option(
            Kind.PATH,
            "A file of settings in YAML; none unless said. Its keys are store and the options below"
                + " without their dashes, such as gc-every: 10m, or listen: with a list. The"
                + " environment overrides it, as in NSCR_GC_EVERY=10m and NSCR_LISTEN=ADDR,ADDR,"
                + " and options override both.",
            "--config");
    onlyCheck =
        syntax.flag("Say whether all settings make sense, and serve nothing.", "--check-config");
    store = settings.key(Kind.PATH, "store");
    listen =
        settings.many(
            ADDRESS,
            "Where to listen: HOST:PORT, [IPv6]:PORT or unix:PATH; may be repeated (default "
                + Listen.USUAL
                + ").",
            "listen");
    certificate =
        settings.one(
            Kind.PATH,
            "The certificate to serve HTTPS with, and those that lead to its issuer, in PEM. It is"
                + " read again when it changes.",
            "tls-cert");
    key = settings.one(Kind.PATH, "The certificate's private key, in PEM (PKCS #8).", "tls-key");
    readOnly = settings.toggle("Refuse to change anything but by gc.", "read-only");
    keepNeeded =
        settings.toggle(
            "Refuse to delete blobs that manifests of their repository need. Otherwise these keep"
                + " such a blob, but nobody can pull it there any more.",
            "keep-needed-blobs");
    largest = settings.one(Kind.SIZE, "The largest blob to take, such as 10G.", "max-upload");
    gcEvery =
        settings.one(
            Kind.DURATION, "How often to collect garbage; 0 never (default 1h).", "gc-every");
    untagged =
        settings.one(
            Kind.DURATION,
            "Let gc also remove manifests that have had no tag for that long.",
            "untagged");
    uploads =
        settings.one(
            Kind.DURATION,
            "How long an upload may be idle before it expires (default 24h).",
            "uploads");
    grace =
        settings.one(Kind.DURATION, "How long transfers may take to end (default 30s).", "grace");
    accessLog = settings.toggle("Log every request on stderr.", "access-log");
    logForm = settings.one(LOG_FORM, "How to log: text, or json, a document a line.", "log-format");
  }

  private static Listen listen(String text) {
    try {
      return Listen.parse(text);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  /// Reads the file and the environment. To be called before anything is asked for.
  void read(Session session) throws IOException {
    settings.read(config.get(), session::variable);
    store.get().ifPresent(session::setUsualStore);
    if (certificate.get().isPresent() != key.get().isPresent()) {
      throw new UsageException("tls-cert and tls-key belong together: give both or neither");
    }
    if (tls().isPresent()) {
      tls().get().check();
    }
  }

  boolean onlyCheck() {
    return onlyCheck.get();
  }

  /// How the server runs.
  ///
  /// @param log told of every request if that is wanted
  ServerSettings server(Consumer<LoggedRequest> log) {
    return new ServerSettings(
        listen.get().isEmpty() ? List.of(Listen.USUAL) : listen.get(),
        new ApiSettings(
            readOnly.get(),
            keepNeeded.get(),
            largest.get().map(OptionalLong::of).orElse(OptionalLong.empty())),
        Patience.USUAL,
        grace.get().orElse(ServerSettings.USUAL_GRACE),
        tls(),
        accessLog.get() ? Optional.of(log) : Optional.empty());
  }

  private Optional<TlsFiles> tls() {
    return certificate.get().map(path -> new TlsFiles(path, key.get().orElseThrow()));
  }

  /// How often gc runs; zero for never.
  Duration gcEvery() {
    return gcEvery.get().orElse(HOURLY);
  }

  GcPolicy gcPolicy() {
    GcPolicy usual = GcPolicy.USUAL;
    return new GcPolicy(usual.grace(), untagged.get(), uploads.get().orElse(usual.uploads()));
  }

  LogForm logForm() {
    return logForm.get().orElse(LogForm.TEXT);
  }
}
