package nscr.gc;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import nscr.oci.Digest;
import nscr.oci.OciException;
import nscr.oci.RepositoryName;
import nscr.rows.Change;
import nscr.rows.DamagedRowException;
import nscr.rows.EdgeRow;
import nscr.rows.ManifestChanges;
import nscr.rows.ManifestRow;
import nscr.rows.NameRow;
import nscr.rows.ReferrerRow;
import nscr.rows.ReviewRow;
import nscr.rows.ReviewRow.Kind;
import nscr.rows.Rows;

/// Looks at manifests that lost a name, a parent or a subject.
///
/// A manifest row needs no claim: whoever names it, or lists it in an index, writes its row anew,
/// and the removal, which relies on the row as read before it looked, fails. Each manifest is a
/// commit of its own, because a change does not see its own writes when it scans, and one
/// manifest's removal is what makes the next one unneeded.
final class ManifestReview {
  private final Rows rows;
  private final Consumer<ReviewRow> passedOver;

  /// @param passedOver is told the reviews that cannot be settled, because a row cannot be read
  ManifestReview(Rows rows, Consumer<ReviewRow> passedOver) {
    this.passedOver = passedOver;
    this.rows = rows;
  }

  /// Removes those that have no tag, that no index lists and whose subject, if they have one, is
  /// gone.
  ///
  /// @param latest when those that go came last, at the latest
  GcReport removeUnneeded(List<ReviewRow> reviews, Instant latest) throws IOException {
    long removed = 0;
    for (ReviewRow review : reviews) {
      try {
        removed += rows.change(change -> settle(change, review, latest)) ? 1 : 0;
      } catch (DamagedRowException | OciException e) {
        // A row that cannot be read, or content that is no manifest.
        passedOver.accept(review);
      }
    }
    return new GcReport(removed, 0, 0, 0, 0, 0, 0);
  }

  private boolean settle(Change change, ReviewRow review, Instant latest) throws IOException {
    if (change.find(review.key()).isEmpty()) {
      return false;
    }
    Optional<ManifestRow> row = change.find(ManifestRow.key(review.repository(), review.digest()));
    boolean unneeded = row.isPresent() && !isNeeded(change, row.get());
    change.remove(review.key());
    if (unneeded && !row.get().heeds(review.due())) {
      // It came again since then, and waits anew for what lists it: as any that came without a tag.
      ReviewRow renewed =
          ReviewRow.of(Kind.UNTAGGED, row.get().came(), review.digest(), review.repository());
      if (review.kind() != Kind.UNTAGGED || row.get().came().isAfter(latest)) {
        change.put(renewed);
        return false;
      }
    }
    if (unneeded) {
      ManifestChanges.remove(change, row.get());
    }
    return unneeded;
  }

  private boolean isNeeded(Change change, ManifestRow row) throws IOException {
    RepositoryName repository = row.repository();
    Digest digest = row.digest();
    return rows.any(NameRow.of(repository, digest))
        || rows.any(EdgeRow.to(repository, digest))
        || (row.subject().isPresent()
            && change.find(ManifestRow.key(repository, row.subject().get())).isPresent());
  }

  /// Puts what refers to removed manifests up for review.
  GcReport orphanReferrers(List<ReviewRow> reviews) throws IOException {
    rows.change(change -> {
      for (ReviewRow review : reviews) {
        if (change.find(review.key()).isPresent()) {
          boolean[] whole = {true};
          rows.each(
              ReferrerRow.of(review.repository(), review.digest()),
              row -> change.put(orphaned(row)),
              (_, _) -> whole[0] = false);
          if (whole[0]) {
            change.remove(review.key());
          } else {
            passedOver.accept(review);
          }
        }
      }
      return reviews;
    });
    return GcReport.NOTHING;
  }

  private static ReviewRow orphaned(ReferrerRow row) {
    return ReviewRow.of(Kind.ORPHAN, ReviewRow.AT_ONCE, row.referrer().digest(), row.repository());
  }
}
