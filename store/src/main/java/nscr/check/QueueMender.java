package nscr.check;

import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import nscr.blob.BlobBackend;
import nscr.blob.BlobFile;
import nscr.blob.BlobName;
import nscr.oci.RepositoryName;
import nscr.rows.BlobRow;
import nscr.rows.LinkRow;
import nscr.rows.ManifestRow;
import nscr.rows.ReviewRow;
import nscr.rows.ReviewRow.Kind;
import nscr.rows.Row;
import nscr.store.Store;

/// Puts up for review what nothing needs and no gc would notice, so that gc decides by its own
/// rules. That it looks like garbage is enough: a review of what is needed does no harm.
final class QueueMender {
  private final Mender mender;
  private final Store store;
  private final Instant due;
  private final Map<Finding, ReviewRow> reviewOf = new HashMap<>();
  private final Suspects suspects;
  private final BlobStatements blobs;
  private final ManifestStatements manifests;

  /// @param due when gc may decide
  QueueMender(Mender mender, Store store, Instant due) throws IOException {
    this.mender = mender;
    this.due = due;
    this.store = store;
    Reviews reviews = new Reviews(store.rows());
    reviews.refresh();
    this.suspects = new Suspects(store.rows(), reviews, this::review);
    this.blobs = new BlobStatements(store.rows(), store.blobFiles(), reviews);
    this.manifests = new ManifestStatements(store.rows(), reviews);
  }

  /// @param isAside files that are passed over
  void mend(Predicate<BlobName> isAside) throws IOException {
    store.rows().all(this::look, (_, _) -> {});
    store
        .blobFiles()
        .list(
            new BlobBackend.Listing() {
              @Override
              public void file(BlobFile file, long size) throws IOException {
                if (file instanceof BlobName name && !isAside.test(name)) {
                  look(blobs.published(name), ReviewRow.file(due, name));
                }
              }

              @Override
              public void foreign(String path) {
                // Nothing of ours to review.
              }
            });
    suspects.settle();
  }

  private void look(Row row) throws IOException {
    switch (row) {
      case BlobRow blob -> look(blobs.row(blob.digest()), ReviewRow.blob(due, blob.digest()));
      case LinkRow link -> {
        RepositoryName repository = link.repository();
        look(
            blobs.link(repository, link.digest()),
            // One that is due before the blob came would not count, if a clock was set back.
            ReviewRow.of(
                Kind.LINK, link.heeds(due) ? due : link.came(), link.digest(), repository));
      }
      case ManifestRow manifest -> {
        RepositoryName repository = manifest.repository();
        look(
            manifests.manifest(repository, manifest.digest()),
            ReviewRow.of(Kind.UNTAGGED, due, manifest.digest(), repository));
      }
      default -> {
        // Gc looks at nothing else.
      }
    }
  }

  private void look(Statement statement, ReviewRow review) throws IOException {
    suspects.look((reader, findings) ->
        statement.look(
            reader,
            finding -> {
              if (finding.rule().equals("queue")) {
                reviewOf.put(finding, review);
                findings.accept(finding);
              }
            }));
  }

  private void review(Finding finding) {
    ReviewRow review = reviewOf.remove(finding);
    try {
      mender.mend(
          new Finding("queue", finding.subject(), "is under review now: gc decides"),
          change -> {
            change.put(review);
            return true;
          });
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
