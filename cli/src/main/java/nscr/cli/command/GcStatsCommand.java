package nscr.cli.command;

import java.io.IOException;
import java.util.Optional;
import nscr.cli.Command;
import nscr.cli.ExitCode;
import nscr.cli.Session;
import nscr.cli.Syntax;
import nscr.oci.ErrorCode;
import nscr.oci.OciException;
import nscr.store.Store;

/// `nscr gc-stats`: what the last gc did.
final class GcStatsCommand implements Command {

  GcStatsCommand(Syntax syntax) {
    syntax
        .says("", "Shows when the last gc ended and what it removed; nscr status shows it too.")
        .examples("nscr gc-stats", "nscr gc-stats --json | jq .removed.freedBytes");
  }

  @Override
  public ExitCode run(Session session) throws IOException {
    try (Store store = session.openStore()) {
      Optional<LastGc> last = LastGc.of(store);
      session.show(
          last.orElseThrow(() -> new OciException(ErrorCode.NAME_UNKNOWN, "there was no gc yet")));
    }
    return ExitCode.OK;
  }
}
