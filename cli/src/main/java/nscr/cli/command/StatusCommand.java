package nscr.cli.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import nscr.cli.Command;
import nscr.cli.ExitCode;
import nscr.cli.Session;
import nscr.cli.Syntax;
import nscr.oci.Json;
import nscr.rows.FactRow;
import nscr.store.Contents;
import nscr.store.Store;
import nscr.store.StoreException;

/// `nscr status`: the store at a glance. It counts every row, so it costs what the store holds.
final class StatusCommand implements Command {
  StatusCommand(Syntax syntax) {
    syntax
        .says(
            "",
            "Says where the store is, which process has it open, how much is in it, and what the"
                + " last gc did. When that process does not answer, only what can be said without"
                + " it.")
        .examples("nscr status", "nscr status --json | jq .contents.blobBytes");
  }

  @Override
  public ExitCode run(Session session) throws IOException {
    Path directory = session.storeDirectory();
    try (Store store = session.open(session.patience(Duration.ZERO), false)) {
      session.show(
          new Status(
              directory,
              format(directory),
              switch (store.access().role()) {
                case OWNER -> Optional.empty();
                case GUEST -> store.access().owner();
                case READER -> Store.owner(directory);
              },
              Optional.of(store.access().role().name().toLowerCase(Locale.ROOT)),
              Store.networkFileSystem(directory),
              Optional.of(contents(store, directory)),
              lastGc(store)));
    } catch (StoreException.Busy e) {
      String owner = Store.owner(directory).orElse("another process");
      session.show(
          new Status(
              directory,
              format(directory),
              Optional.of(owner),
              Optional.empty(),
              Store.networkFileSystem(directory),
              Optional.empty(),
              Optional.empty()));
    }
    return ExitCode.OK;
  }

  private static String format(Path directory) throws IOException {
    return Files.readString(directory.resolve("format")).strip();
  }

  private static Status.Contents contents(Store store, Path directory) throws IOException {
    Contents all = Contents.count(store, () -> {});
    long index = StoreFiles.below(directory.resolve("index"));
    return new Status.Contents(
        all.repositories(),
        all.manifests(),
        all.tags(),
        all.blobs(),
        all.blobBytes(),
        all.uploads(),
        index);
  }

  /// What the last gc noted of itself; empty when there was none.
  static Optional<Status.LastGc> lastGc(Store store) throws IOException {
    return store
        .rows()
        .find(FactRow.key(FactRow.LAST_GC))
        .map(fact -> Json.parse(fact.text().getBytes(StandardCharsets.UTF_8)))
        .map(json -> {
          Json removed = json.member("removed").orElseThrow();
          return new Status.LastGc(
              Instant.parse(json.member("ended").flatMap(Json::text).orElseThrow()),
              number(removed, "manifests"),
              number(removed, "blobs"),
              number(removed, "freedBytes"));
        });
  }

  private static long number(Json json, String name) {
    return json.member(name).map(found -> found.integer().orElse(0)).orElse(0L);
  }
}
