package nscr.cli.command;

import java.io.IOException;
import java.util.Optional;
import nscr.cli.Command;
import nscr.cli.ExitCode;
import nscr.cli.Output;
import nscr.cli.Result;
import nscr.cli.Session;
import nscr.cli.Syntax;
import nscr.store.Store;

/// `nscr gc-stats`: what the last gc did.
final class GcStatsCommand implements Command {
  GcStatsCommand(Syntax syntax) {
    syntax
        .says("", "Says when the last gc ended and what it removed. nscr status says it too.")
        .examples("nscr gc-stats", "nscr gc-stats --json");
  }

  /// @param lastGc absent when there was none
  record Stats(Optional<Status.LastGc> lastGc) implements Result {
    @Override
    public void print(Output out) throws IOException {
      out.line("last gc " + lastGc.map(Status::said).orElse("never"));
    }

    @Override
    public void printIdentifiers(Output out) throws IOException {
      if (lastGc.isPresent()) {
        out.line(String.valueOf(lastGc.get().freedBytes()));
      }
    }
  }

  @Override
  public ExitCode run(Session session) throws IOException {
    try (Store store = session.openStore()) {
      session.show(new Stats(StatusCommand.lastGc(store)));
    }
    return ExitCode.OK;
  }
}
