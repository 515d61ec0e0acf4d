package nscr.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nscr.backup.Restore;
import nscr.backup.RestoreReport;
import nscr.backup.TransferOptions;
import nscr.check.Check;
import nscr.check.Finding;
import nscr.cli.Command;
import nscr.cli.ExitCode;
import nscr.cli.Given;
import nscr.cli.Kind;
import nscr.cli.ProgressDisplay;
import nscr.cli.Session;
import nscr.cli.Syntax;
import nscr.store.Store;

/// `nscr restore`: a store of a backup.
final class RestoreCommand implements Command {
  private static final int MOST = 10_000;

  private final Given<Path> directory;
  private final Given<Boolean> copy;
  private final Given<Boolean> replace;
  private final Given<Boolean> dryRun;

  RestoreCommand(Syntax syntax) {
    syntax
        .says(
            "[--copy] [--replace] [-n] DIR",
            "Makes a store of the backup in DIR, where --store or NSCR_STORE says, or in the usual"
                + " place. There must be nothing yet; with --replace a store that is there, and"
                + " that nobody uses, is set aside, and it is said where it is. The store appears"
                + " when it is complete; after an interruption run this again, and it goes on."
                + " Files get a second name where both are on one file system, and are copied and"
                + " verified otherwise, or with --copy. In the end the store is checked. The backup"
                + " stays as it is.")
        .examples(
            "nscr restore /mnt/backup/nscr",
            "nscr --store /srv/nscr restore /mnt/backup/nscr",
            "nscr --store /srv/nscr check --deep",
            "nscr restore --replace /mnt/backup/nscr")
        .exits(
            ExitCode.DAMAGE,
            "the backup is damaged; the store is there, without what was lost: nscr check"
                + " --repair");
    directory = syntax.argument(Kind.PATH.called("DIR").from(Kind.Source.DIRECTORIES), "A backup.");
    copy = syntax.flag("Copy files even where a second name would do.", "--copy");
    replace = syntax.flag("Set the store aside that is there, and take its place.", "--replace");
    dryRun = syntax.flag("Say what would be done; change nothing.", "-n", "--dry-run");
  }

  @Override
  public ExitCode run(Session session) throws IOException {
    return dryRun.get() ? plan(session) : restore(session);
  }

  private static TransferOptions options(
      Session session, boolean copies, ProgressDisplay progress) {
    return new BackupCommand.Way("restore", copies, true).options(session, progress);
  }

  private ExitCode plan(Session session) throws IOException {
    Path target = session.storeDirectory();
    try (ProgressDisplay progress = session.progress()) {
      TransferOptions options = options(session, copy.get(), progress);
      RestoreReport plan = Restore.plan(directory.get(), target, options, replace.get());
      session.show(
          new RestoreResult(target, new Restore.Replaced(plan, Optional.empty()), List.of(), true));
    }
    return ExitCode.OK;
  }

  private ExitCode restore(Session session) throws IOException {
    Path target = session.storeDirectory();
    List<Finding> findings = new ArrayList<>();
    Restore.Replaced done;
    try (ProgressDisplay progress = session.progress()) {
      TransferOptions options = options(session, copy.get(), progress);
      done =
          replace.get()
              ? Restore.replace(directory.get(), target, options)
              : new Restore.Replaced(
                  Restore.run(directory.get(), target, options), Optional.empty());
      try (Store store = session.openStore()) {
        Check.run(
            store,
            false,
            progress,
            finding -> {
              if (findings.size() < MOST) {
                findings.add(finding);
              }
            });
      }
    }
    session.show(new RestoreResult(target, done, findings, false));
    return findings.isEmpty() && done.report().lost() == 0 ? ExitCode.OK : ExitCode.DAMAGE;
  }
}
