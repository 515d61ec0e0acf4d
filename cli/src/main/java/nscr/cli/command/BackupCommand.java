package nscr.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import nscr.backup.Backup;
import nscr.backup.BackupReport;
import nscr.backup.TransferOptions;
import nscr.cli.Command;
import nscr.cli.ExitCode;
import nscr.cli.Given;
import nscr.cli.Kind;
import nscr.cli.ProgressDisplay;
import nscr.cli.Session;
import nscr.cli.Syntax;
import nscr.store.Store;

/// `nscr backup`: the store as it is now, in another directory.
final class BackupCommand implements Command {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Given<Path> directory;
  private final Given<Boolean> copy;
  private final Given<Boolean> all;
  private final Given<Boolean> dryRun;

  BackupCommand(Syntax syntax) {
    syntax
        .says(
            "[--copy] [--all] [-n] DIR",
            "Makes DIR a copy of the store as it is at this moment, or brings one that is there up"
                + " to date, at the price of what changed. The store may be in use meanwhile, by a"
                + " server and by gc. DIR is what it was or what it is to be, whenever this is"
                + " interrupted. Files get a second name where DIR is on the store's file system,"
                + " which costs nothing and does not help when that breaks; elsewhere, or with"
                + " --copy, they are copied and verified. DIR can be read like a store, and is"
                + " changed by nothing but the next backup.")
        .examples(
            "nscr backup /mnt/backup/nscr",
            "nscr backup --copy ../nscr-backup",
            "nscr backup /mnt/backup/nscr --json | jq .copiedBytes",
            "nscr --store /mnt/backup/nscr check --deep")
        .exits(ExitCode.DAMAGE, "the store is damaged; the backup stays as it was");
    directory =
        syntax.argument(
            Kind.PATH.called("DIR").from(Kind.Source.DIRECTORIES),
            "A backup of this store, an empty directory, or one to be made.");
    copy = syntax.flag("Copy files even where a second name would do.", "--copy");
    all =
        syntax.flag(
            "Look at every file that DIR has, and bring again what is gone or cut short; otherwise"
                + " only at what changed.",
            "--all");
    dryRun = syntax.flag("Say what would be done; change nothing.", "-n", "--dry-run");
  }

  @Override
  public ExitCode run(Session session) throws IOException {
    BackupReport report;
    try (Store store = session.openStore();
        ProgressDisplay progress = session.progress()) {
      TransferOptions options = new Way("backup", copy.get(), all.get()).options(session, progress);
      report =
          dryRun.get()
              ? Backup.plan(store, session.storeDirectory(), directory.get(), options)
              : Backup.run(store, session.storeDirectory(), directory.get(), options);
    }
    session.show(new BackupResult(directory.get(), report, dryRun.get()));
    return ExitCode.OK;
  }

  /// How a command moves files.
  record Way(String command, boolean copies, boolean isThorough) {
    TransferOptions options(Session session, ProgressDisplay progress) {
      return new TransferOptions(
          !copies,
          isThorough,
          "process " + ProcessHandle.current().pid() + " (nscr " + command + ")",
          session.patience(PATIENCE),
          progress);
    }
  }
}
