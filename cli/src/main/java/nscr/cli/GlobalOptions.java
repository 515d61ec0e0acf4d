package nscr.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// The options that every command has, before or after its name.
public final class GlobalOptions {
  /// Those with a value.
  static final Set<String> WITH_VALUE = Set.of("--store", "--progress", "--wait");

  /// Those without.
  static final Set<String> FLAGS =
      Set.of("--json", "--quiet", "--verbose", "--help", "--version", "-q", "-v", "-h", "-V");

  private final Given<Optional<Path>> store;
  private final Given<Boolean> json;
  private final Given<Boolean> quiet;
  private final Given<Optional<ProgressDisplay.Mode>> progress;
  private final Given<Optional<Duration>> patience;
  private final Given<Boolean> verbose;
  private final Given<Boolean> help;
  private final Given<Boolean> version;

  GlobalOptions(Syntax syntax) {
    store =
        syntax.option(
            Kind.PATH.called("DIR").from(Kind.Source.DIRECTORIES),
            "The store; otherwise $NSCR_STORE, $XDG_DATA_HOME/nscr or ~/.local/share/nscr.",
            "--store");
    json = syntax.flag("Print one JSON document.", "--json");
    quiet = syntax.flag("Print identifiers only, one a line, and no progress.", "-q", "--quiet");
    progress =
        syntax.option(
            new Kind<>("MODE", ProgressDisplay.Mode::parse).among("auto", "plain", "none"),
            "auto: on a terminal; plain: a line now and then; none.",
            "--progress");
    patience =
        syntax.option(
            Kind.DURATION,
            "How long to wait for a process that has the store and does not answer; 30s unless"
                + " said.",
            "--wait");
    verbose = syntax.flag("Show where a failure came from.", "-v", "--verbose");
    help = syntax.flag("Show this help.", "-h", "--help");
    version = syntax.flag("Show the version.", "-V", "--version");
  }

  boolean isJson() {
    return json.get();
  }

  boolean isQuiet() {
    return quiet.get();
  }

  boolean isVerbose() {
    return verbose.get();
  }

  boolean asksForHelp() {
    return help.get();
  }

  boolean asksForVersion() {
    return version.get();
  }

  ProgressDisplay.Mode progress() {
    return progress.get().orElse(ProgressDisplay.Mode.AUTO);
  }

  Optional<Duration> patience() {
    return patience.get();
  }

  /// The store that the command line names.
  Optional<Path> namedStore() {
    return store.get();
  }

  /// Where the store is.
  ///
  /// @param usual where it is when nobody who runs the program says so
  Path store(Surroundings surroundings, Optional<Path> usual) {
    // Spec: XDG Base Directory: a relative path in the variable is to be ignored.
    return store
        .get()
        .or(() -> surroundings.variable("NSCR_STORE").map(Path::of))
        .or(() -> usual)
        .or(() ->
            surroundings
                .variable("XDG_DATA_HOME")
                .map(Path::of)
                .filter(Path::isAbsolute)
                .map(data -> data.resolve("nscr")))
        .orElseGet(() ->
            Path.of(surroundings.variable("HOME").orElse(System.getProperty("user.home")))
                .resolve(".local/share/nscr"));
  }
}
