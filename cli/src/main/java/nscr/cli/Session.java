package nscr.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import nscr.cli.ProgressDisplay.Style;
import nscr.cli.Surroundings.Stream;
import nscr.oci.Json;
import nscr.store.Store;
import nscr.store.StoreOptions;
import nscr.store.StoreSalvage;

/// What a running command has to do with: the store, its input and its outputs.
public final class Session {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final String command;
  private final Surroundings surroundings;
  private final GlobalOptions options;
  private final Interruption interruption;
  private final Output output;
  private final PushbackInputStream input;
  private Optional<Path> usualStore = Optional.empty();

  Session(
      String command, Surroundings surroundings, GlobalOptions options, Interruption interruption) {
    this.command = command;
    this.surroundings = surroundings;
    this.options = options;
    this.interruption = interruption;
    this.output = new Output(surroundings);
    this.input = new PushbackInputStream(surroundings.in());
  }

  /// Where the store is, or is to be.
  public Path storeDirectory() {
    return options.store(surroundings, usualStore);
  }

  /// The directory that the command line itself calls the store: for what must not happen to the
  /// usual one.
  public Optional<Path> namedStore() {
    return options.namedStore();
  }

  /// From now on the store is `directory` unless the command line or the environment names one.
  public void setUsualStore(Path directory) {
    usualStore = Optional.of(directory);
  }

  /// A variable of the environment that is set to something.
  public Optional<String> variable(String name) {
    return surroundings.variable(name);
  }

  /// Whether messages that are no failures are unwanted.
  public boolean isQuiet() {
    return options.isQuiet();
  }

  /// Opens the store, which must be there, be it in use by others or not.
  public Store openStore() throws IOException {
    return open(false);
  }

  /// Opens the store, making it when there is none.
  public Store openOrMakeStore() throws IOException {
    return open(true);
  }

  private Store open(boolean create) throws IOException {
    return open(patience(PATIENCE), create);
  }

  /// Opens the store, waiting only as long as said.
  public Store open(Duration patience, boolean create) throws IOException {
    return Store.open(storeDirectory(), options(patience, create));
  }

  private StoreOptions options(Duration patience, boolean create) {
    return new StoreOptions(
        patience, "nscr " + command, create, InstantSource.system(), this::tell);
  }

  /// Gives the store a new index from what can be read of the one it has.
  public StoreSalvage.Outcome salvageStore() throws IOException {
    return StoreSalvage.run(storeDirectory(), options(patience(PATIENCE), false));
  }

  /// How long the user wants to wait for a store in use.
  ///
  /// @param unless when nothing was said
  public Duration patience(Duration unless) {
    return options.patience().orElse(unless);
  }

  /// Prints what a command answers, in the form that was asked for.
  public void show(Result result) throws IOException {
    if (options.isJson()) {
      Json.pretty(result, output.bytes());
    } else if (options.isQuiet()) {
      result.printIdentifiers(output);
    } else {
      result.print(output);
    }
    output.flush();
  }

  /// Whether the answer is to be one JSON document.
  public boolean isJson() {
    return options.isJson();
  }

  public Output output() {
    return output;
  }

  public InputStream input() {
    return input;
  }

  /// The input, once its first byte has come, or its end. To be called before the store is opened:
  /// what writes the input may be an nscr that wants the store, or take its time.
  public InputStream awaitInput() throws IOException {
    int first = input.read();
    if (first >= 0) {
      input.unread(first);
    }
    return input;
  }

  /// Whether a person types the input.
  public boolean isInputTerminal() {
    return surroundings.terminals().contains(Stream.IN);
  }

  public Interruption interruption() {
    return interruption;
  }

  /// Shows how far long work is, in the way that was asked for; to be closed before anything is
  /// printed.
  public ProgressDisplay progress() {
    Style style =
        switch (options.progress()) {
          case PLAIN -> Style.LINES;
          case NONE -> Style.SILENT;
          case AUTO -> surroundings.isScreen(Stream.ERR) ? Style.REDRAWN : Style.SILENT;
        };
    return new ProgressDisplay(
        surroundings.err(), options.isQuiet() ? Style.SILENT : style, System::nanoTime);
  }

  /// A sentence that can be computed, though not without reading something.
  @FunctionalInterface
  public interface Sentence {
    String say() throws IOException;
  }

  private void tell(String sentence) {
    if (!options.isQuiet()) {
      Program.tell(surroundings, sentence);
    }
  }

  /// Tells the user something that is neither an answer nor a failure, on stderr.
  public void note(Sentence sentence) throws IOException {
    if (!options.isQuiet()) {
      Program.tell(surroundings, sentence.say());
    }
  }
}
