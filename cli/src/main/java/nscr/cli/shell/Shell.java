package nscr.cli.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nscr.cli.CommandDescription;
import nscr.cli.Commands;
import nscr.cli.Failure;
import nscr.cli.Session;
import nscr.cli.Text;
import nscr.cli.UsageException;
import nscr.cli.completion.TypedLine;
import nscr.oci.OciException;
import nscr.oci.RepositoryName;
import org.jline.keymap.KeyMap;
import org.jline.reader.Binding;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.InfoCmp.Capability;

/// The shell: reads commands from a terminal and runs them, until it is told to end.
public final class Shell {
  private static final Set<String> OF_OTHER_SHELLS =
      Set.of("|", "||", "&", "&&", ";", "<", ">", ">>");

  private final List<CommandDescription> commands;
  private final StoreWords store;
  private final ChildProgram program;
  private final Prompt prompt;
  private final Path history;
  private Optional<RepositoryName> here = Optional.empty();

  /// @param session whose store it is about
  public Shell(Commands commands, Session session) throws IOException {
    this.commands = ShellCommands.all(commands);
    this.store = new StoreWords(session);
    Path directory = session.storeDirectory().toAbsolutePath().normalize();
    this.program = ChildProgram.likeThisProcess(directory);
    this.prompt = new Prompt(directory, session.variable("HOME"));
    this.history = history(session);
  }

  private static Path history(Session session) {
    // Spec: XDG Base Directory: a relative path in the variable is to be ignored.
    return session
        .variable("XDG_STATE_HOME")
        .map(Path::of)
        .filter(Path::isAbsolute)
        .orElseGet(() ->
            Path.of(session.variable("HOME").orElse(System.getProperty("user.home")))
                .resolve(".local/state"))
        .resolve("nscr/history");
  }

  /// Runs until Ctrl-D or `exit`.
  public void run() throws IOException {
    try (Terminal terminal = terminal()) {
      // While a command runs, Ctrl-C is its affair. Not ignored, which it would inherit.
      terminal.handle(
          Signal.INT,
          _ -> {
            // The command has it too.
          });
      LineReader reader = reader(terminal);
      boolean goesOn = true;
      while (goesOn) {
        try {
          reader.readLine(prompt.text(here));
          goesOn = run(reader.getParsedLine().words(), terminal);
        } catch (UserInterruptException e) {
          continue;
        } catch (EndOfFileException e) {
          goesOn = false;
        }
      }
    }
  }

  /// The other ways to a terminal unpack native code, or run programs.
  private static Terminal terminal() throws IOException {
    return TerminalBuilder.builder()
        .system(true)
        .ffm(true)
        .jni(false)
        .exec(false)
        .dumb(false)
        .nativeSignals(true)
        .graphemeCluster(false)
        .build();
  }

  private LineReader reader(Terminal terminal) {
    LineReader reader =
        LineReaderBuilder.builder()
            .appName("nscr")
            .terminal(terminal)
            .completer(new Completions(commands, store, () -> new ShortNames(here)))
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .option(LineReader.Option.BRACKETED_PASTE, false)
            .option(LineReader.Option.HISTORY_TIMESTAMPED, false)
            .build();
    bindArrows(reader.getKeyMaps().get(LineReader.MAIN), terminal);
    try {
      // Spec: XDG Base Directory: what is made there is for its owner alone.
      Files.createDirectories(
          history.getParent(),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      reader.setVariable(LineReader.HISTORY_FILE, history);
    } catch (IOException e) {
      terminal.writer().println("nscr: no history: " + Text.visible(Failure.of(e).message()));
    }
    return reader;
  }

  /// Terminals may send arrows in either of two ways, whatever they say of themselves; JLine knows
  /// the one that they say.
  private static void bindArrows(KeyMap<Binding> keys, Terminal terminal) {
    Map<Capability, String> arrows =
        Map.of(
            Capability.key_up, "A",
            Capability.key_down, "B",
            Capability.key_right, "C",
            Capability.key_left, "D",
            Capability.key_home, "H",
            Capability.key_end, "F");
    arrows.forEach((capability, last) -> {
      String said = KeyMap.key(terminal, capability);
      if (said != null && keys.getBound(said) instanceof Binding bound) {
        keys.bind(bound, "\033[" + last, "\033O" + last);
      }
    });
  }

  /// @return whether the shell goes on
  private boolean run(List<String> typed, Terminal terminal) {
    List<String> words = typed.stream().filter(word -> !word.isEmpty()).toList();
    if (!words.isEmpty() && words.getFirst().equals("nscr")) {
      words = words.subList(1, words.size());
    }
    try {
      return words.isEmpty() || perform(words, terminal);
    } catch (UsageException | OciException | IOException e) {
      terminal.writer().println("nscr: " + Text.visible(Failure.of(e).message()));
      terminal.flush();
      return true;
    }
  }

  private boolean perform(List<String> words, Terminal terminal) throws IOException {
    switch (words.getFirst()) {
      case ShellCommands.EXIT, "quit" -> {
        return false;
      }
      case ShellCommands.CD -> go(words.subList(1, words.size()));
      default -> {
        if (words.stream().anyMatch(OF_OTHER_SHELLS::contains)) {
          throw new UsageException(
              "pipes and the like are for other shells: this one runs commands of nscr alone");
        }
        program.run(new ShortNames(here).full(new TypedLine(commands, words)));
        if (words.equals(List.of(ShellCommands.HELP))) {
          terminal.writer().println("\nIn this shell also cd REPO and exit; see man nscr-shell.");
        }
      }
    }
    return true;
  }

  private void go(List<String> words) throws IOException {
    if (words.size() > 1) {
      throw new UsageException("cd goes to one repository, or to the top without any");
    }
    String to = words.isEmpty() ? "/" : words.getFirst();
    if (to.equals("/") || to.equals("..")) {
      here = Optional.empty();
      return;
    }
    RepositoryName repository = new RepositoryName(to.startsWith("/") ? to.substring(1) : to);
    if (!store.has(repository)) {
      throw new UsageException(
          "there is no repository " + repository + "; ls / lists those there are");
    }
    here = Optional.of(repository);
  }
}
