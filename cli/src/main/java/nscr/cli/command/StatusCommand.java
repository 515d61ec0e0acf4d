package nscr.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import nscr.cli.Command;
import nscr.cli.ExitCode;
import nscr.cli.Session;
import nscr.cli.Syntax;
import nscr.store.Store;
import nscr.store.StoreException;

/// `nscr status`: the store at a glance.
final class StatusCommand implements Command {

  StatusCommand(Syntax syntax) {
    syntax
        .says(
            "",
            "Shows where the store is, what is in it, how much space that takes, and the last gc;"
                + " or, while another process has it, which one.")
        .examples("nscr status", "nscr status --json | jq .content.tags");
  }

  @Override
  public ExitCode run(Session session) throws IOException {
    Path directory = session.storeDirectory();
    try (Store store = session.open(session.patience(Duration.ZERO), false)) {
      session.show(StatusReport.of(directory, store));
    } catch (StoreException.Busy e) {
      session.show(StatusReport.busy(directory, Store.owner(directory)));
    }
    return ExitCode.OK;
  }
}
