package nscr.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The program's entry point: reads the command line and answers with the exit code.
@Command(
    name = "nscr",
    mixinStandardHelpOptions = true,
    versionProvider = Nscr.Version.class,
    description = "Keeps container images in a store on disk.")
public final class Nscr implements Callable<Integer> {
  @Spec private CommandSpec spec;

  private Nscr() {}

  /// Runs the command that `arguments` name and ends the process with its exit code.
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Nscr()).execute(arguments));
  }

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "Which command? See nscr --help.");
  }

  /// The version the build wrote beside this class.
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() throws IOException {
      try (InputStream in = Nscr.class.getResourceAsStream("version")) {
        return new String[] {new String(in.readAllBytes(), StandardCharsets.UTF_8).strip()};
      }
    }
  }
}
