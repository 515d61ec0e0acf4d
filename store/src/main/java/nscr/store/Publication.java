package nscr.store;

import java.io.IOException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import nscr.blob.BlobBackend;
import nscr.blob.BlobName;
import nscr.blob.StagedName;
import nscr.rows.BlobChanges;
import nscr.rows.Change;
import nscr.rows.ReviewRow;
import nscr.rows.Rows;

/// The way of staged files into the store: the queue knows each file before it exists, so that no
/// crash leaves one that gc would have to search the disk for.
///
/// Used within one attempt after another of the same change; what was published once is not
/// published again.
final class Publication {
  private final Rows rows;
  private final BlobBackend blobs;
  private final InstantSource clock;
  private final Map<BlobName, ReviewRow> intents = new HashMap<>();

  Publication(Rows rows, BlobBackend blobs, InstantSource clock) {
    this.rows = rows;
    this.blobs = blobs;
    this.clock = clock;
  }

  /// Publishes staged files. On return they are durable under their names (R1), and the queue has a
  /// review for each.
  void publish(Map<StagedName, BlobName> files) throws IOException {
    Map<StagedName, BlobName> unpublished = new LinkedHashMap<>(files);
    unpublished.values().removeIf(intents::containsKey);
    if (unpublished.isEmpty()) {
      return;
    }
    Map<BlobName, ReviewRow> reviews = new HashMap<>();
    unpublished.values().forEach(file -> reviews.put(file, ReviewRow.file(clock.instant(), file)));
    rows.change(change -> {
      reviews.values().forEach(change::put);
      return reviews;
    });
    blobs.publish(unpublished);
    intents.putAll(reviews);
  }

  /// As part of a change, gives a blob its row. A file that was published but lost to another one
  /// keeps its review: gc removes it.
  void adopt(Change change, BlobName file, long size) throws IOException {
    if (BlobChanges.adopt(change, file, size) && intents.containsKey(file)) {
      change.remove(intents.get(file).key());
    }
  }
}
