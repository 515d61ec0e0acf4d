package nscr.cli.command;

import java.io.IOException;
import java.io.InputStream;
import nscr.cli.Command;
import nscr.cli.ExitCode;
import nscr.cli.Given;
import nscr.cli.Kind;
import nscr.cli.Session;
import nscr.cli.Syntax;
import nscr.cli.UsageException;
import nscr.cli.completion.Candidates;

/// `nscr completion`: a script for a shell.
final class CompletionCommand implements Command {
  private final Given<String> file;

  CompletionCommand(Syntax syntax) {
    syntax
        .says(
            "bash|zsh|fish",
            "Writes the script with which a shell completes nscr's command lines: commands,"
                + " options, files, and the repositories, tags and digests of the store, that of"
                + " --store when it is on the line already. Packages install these scripts.")
        .examples(
            "source <(nscr completion bash)     # in ~/.bashrc",
            "source <(nscr completion zsh)      # in ~/.zshrc, behind compinit",
            "nscr completion fish | source      # in ~/.config/fish/config.fish");
    file =
        syntax.argument(
            new Kind<>("SHELL", CompletionCommand::file).among("bash", "zsh", "fish"),
            "bash, zsh or fish.");
  }

  private static String file(String shell) {
    return switch (shell) {
      case "bash" -> "nscr.bash";
      case "zsh" -> "_nscr";
      case "fish" -> "nscr.fish";
      default -> throw new UsageException("there are scripts for bash, zsh and fish");
    };
  }

  @Override
  public ExitCode run(Session session) throws IOException {
    try (InputStream script = Candidates.class.getResourceAsStream(file.get())) {
      script.transferTo(session.output().bytes());
    }
    return ExitCode.OK;
  }
}
