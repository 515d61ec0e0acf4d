package nscr.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import nscr.cli.Command;
import nscr.cli.ExitCode;
import nscr.cli.Given;
import nscr.cli.Kind;
import nscr.cli.Session;
import nscr.cli.Syntax;
import nscr.gc.Gc;
import nscr.gc.GcPolicy;
import nscr.gc.GcReport;
import nscr.oci.RepositoryName;
import nscr.store.Store;

/// `nscr du`: what takes how much space.
final class DuCommand implements Command {
  private final Given<List<RepositoryName>> repositories;
  private final Given<Boolean> bytes;

  DuCommand(Syntax syntax) {
    syntax
        .says(
            "[REPO...] [-b]",
            "Shows how much space repositories take: all their blobs (SIZE), those that others have"
                + " too (SHARED), those that only they have (EXCLUSIVE), and what gc would take"
                + " from them now (RECLAIMABLE). A blob is stored once, however many repositories"
                + " have it: the total is what the store takes on disk.")
        .examples("nscr du", "nscr du app team/app", "nscr du -b --json | jq .reclaimableBytes");
    repositories = syntax.arguments("0..*", Kind.REPOSITORY, "Only these.");
    bytes = syntax.flag("Show bytes.", "-b", "--bytes");
  }

  @Override
  public ExitCode run(Session session) throws IOException {
    if (bytes.get()) {
      session.output().showSizesInBytes();
    }
    try (Store store = session.openStore()) {
      for (RepositoryName repository : repositories.get()) {
        LsCommand.existing(store, repository);
      }
      session.show(report(session, store));
    }
    return ExitCode.OK;
  }

  private DiskUse report(Session session, Store store) throws IOException {
    Store cleaned = store.forgetful();
    GcReport garbage = Gc.rehearse(cleaned, GcPolicy.USUAL);
    Map<RepositoryName, Usage.Bytes> now = Usage.of(store);
    Map<RepositoryName, Usage.Bytes> then = Usage.of(cleaned);
    List<DiskUse.Line> lines = new ArrayList<>();
    now.forEach((repository, use) -> {
      if (repositories.get().isEmpty() || repositories.get().contains(repository)) {
        long left = then.getOrDefault(repository, Usage.Bytes.NONE).size();
        lines.add(
            new DiskUse.Line(
                repository, use.size(), use.shared(), use.exclusive(), use.size() - left));
      }
    });
    StoreFiles files = StoreFiles.of(session.storeDirectory());
    return new DiskUse(
        lines, files.blobs(), files.index(), files.staged(), files.reserve(), garbage.freedBytes());
  }
}
