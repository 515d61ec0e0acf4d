package nscr.cli.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import nscr.cli.Output;
import nscr.cli.Result;
import nscr.cli.Units;
import nscr.oci.Json;
import nscr.rows.FactRow;
import nscr.store.Store;

/// When the last gc ended, and what it removed.
record LastGc(Instant ended, GcResult removed) implements Result {

  /// Empty when there never was one.
  static Optional<LastGc> of(Store store) throws IOException {
    return store
        .rows()
        .find(FactRow.key(FactRow.LAST_GC))
        .map(fact -> Json.parse(fact.text().getBytes(StandardCharsets.UTF_8)))
        .flatMap(LastGc::parse);
  }

  private static Optional<LastGc> parse(Json json) {
    return json.member("removed")
        .flatMap(removed ->
            json.member("ended")
                .flatMap(Json::text)
                .map(ended ->
                    new LastGc(
                        Instant.parse(ended),
                        new GcResult(
                            number(removed, "manifests"),
                            number(removed, "links"),
                            number(removed, "blobs"),
                            number(removed, "files"),
                            number(removed, "uploads"),
                            number(removed, "freedBytes"),
                            false))));
  }

  private static long number(Json json, String name) {
    return json.member(name).flatMap(found -> Optional.of(found.integer().orElse(0))).orElse(0L);
  }

  /// `3 minutes ago, freed 12MB: 3 manifests, 14 blobs`.
  String sentence() {
    return Units.ago(ended, Instant.now()) + ", " + removed.sentence();
  }

  @Override
  public void print(Output out) throws IOException {
    out.line(sentence());
  }

  @Override
  public void printIdentifiers(Output out) {}
}
