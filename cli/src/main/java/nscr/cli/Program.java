package nscr.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import nscr.cli.Surroundings.Stream;
import picocli.CommandLine.Model.CommandSpec;

/// Runs command lines: finds the command, builds only that one, parses, runs, and says what went
/// wrong if something did.
public final class Program {
  private final Commands commands;
  private final Surroundings surroundings;
  private final Interruption interruption;

  /// A program in surroundings of its own, which no signal reaches.
  public Program(Commands commands, Surroundings surroundings) {
    this(commands, surroundings, new Interruption());
  }

  private Program(Commands commands, Surroundings surroundings, Interruption interruption) {
    this.commands = commands;
    this.surroundings = surroundings;
    this.interruption = interruption;
  }

  /// The program in this process: the standard streams, its environment, its signals.
  public static Program ofProcess(Commands commands) {
    InputStream in = StandardStreams.in();
    return new Program(commands, Surroundings.ofProcess(in), Interruption.ofProcess(in));
  }

  /// Runs the command that `words` give and answers its exit code.
  public ExitCode run(String... words) {
    try {
      return run(new CommandWords(commands, List.of(words)));
    } catch (UsageException e) {
      return fail(e, false, Optional.empty());
    } catch (IOException e) {
      return e instanceof ReaderGoneException ? ExitCode.OK : fail(e, false, Optional.empty());
    }
  }

  private ExitCode run(CommandWords words) throws IOException {
    Help help = new Help(commands, surroundings.hasColour(Stream.OUT));
    if (words.name().isEmpty()) {
      return withoutCommand(words, help);
    }
    String name = words.name().get();
    if (name.equals("help")) {
      return help(words.helpTopic(), help);
    }
    if (words.isFamily()) {
      if (words.asksForHelp()) {
        return print(help.family(name));
      }
      throw new UsageException(
          "which of the " + name + " commands? nscr help " + name + " lists them");
    }
    return new CommandRun(name).run(words.rest(), help);
  }

  private ExitCode withoutCommand(CommandWords words, Help help) throws IOException {
    if (words.asksForHelp()) {
      return print(help.overview());
    }
    if (words.asksForVersion()) {
      return print(Version.TEXT);
    }
    surroundings.err().write(help.overview().getBytes(StandardCharsets.UTF_8));
    return ExitCode.USAGE;
  }

  private ExitCode help(List<String> topic, Help help) throws IOException {
    if (topic.isEmpty()) {
      return print(help.overview());
    }
    CommandWords words = new CommandWords(commands, topic);
    String name = words.name().orElse("help");
    if (name.equals("help")) {
      return print(help.overview());
    }
    return print(words.isFamily() ? help.family(name) : help.of(new CommandRun(name).spec));
  }

  private ExitCode print(String text) throws IOException {
    surroundings.out().write(text.getBytes(StandardCharsets.UTF_8));
    return ExitCode.OK;
  }

  /// One command, built.
  private final class CommandRun {
    final String name;
    final CommandSpec spec;
    final GlobalOptions options;
    final Command command;

    CommandRun(String name) {
      this.name = name;
      spec = CommandSpec.create().name("nscr " + name);
      command = commands.create(name, new Syntax(spec, false));
      options = new GlobalOptions(new Syntax(spec, true));
    }

    ExitCode run(List<String> rest, Help help) throws IOException {
      Session session = new Session(name, surroundings, options, interruption);
      try {
        CommandLineParser.parse(spec, options, rest);
        if (options.asksForHelp()) {
          return print(help.of(spec));
        }
        if (options.asksForVersion()) {
          return print(Version.TEXT);
        }
        ExitCode code = command.run(session);
        session.output().release();
        return code;
      } catch (ReaderGoneException e) {
        return ExitCode.OK;
      } catch (IOException | RuntimeException | Error e) {
        release(session);
        return fail(e, options.isVerbose(), Optional.of(name));
      }
    }

    /// What was printed before the failure is part of the answer.
    private static void release(Session session) throws IOException {
      try {
        session.output().release();
      } catch (ReaderGoneException e) {
        return;
      }
    }
  }

  private ExitCode fail(Throwable thrown, boolean verbosely, Optional<String> command) {
    Failure failure = Failure.of(thrown);
    boolean needsHint =
        failure.code() == ExitCode.USAGE && !failure.message().contains("nscr help");
    String hint = "See nscr help" + command.map(name -> " " + name).orElse("");
    tell(surroundings, needsHint ? sentence(failure.message()) + " " + hint : failure.message());
    if (verbosely) {
      StringWriter trace = new StringWriter();
      thrown.printStackTrace(new PrintWriter(trace, true));
      write(surroundings.err(), trace.toString());
    }
    return failure.code();
  }

  /// Prints a message on stderr, on one line.
  static void tell(Surroundings surroundings, String message) {
    write(surroundings.err(), "nscr: " + Text.visible(sentence(message)) + "\n");
  }

  private static String sentence(String text) {
    return text.endsWith(".") || text.endsWith("?") ? text : text + ".";
  }

  private static void write(OutputStream err, String text) {
    try {
      err.write(text.getBytes(StandardCharsets.UTF_8));
      err.flush();
    } catch (IOException e) {
      // There is nobody to tell.
      return;
    }
  }
}
