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
  /// How many reviews a commit writes before the next begins.
  private static final int MANY = 1000;

  private final Rows rows;
  private final Instant now;
  private final Consumer<ReviewRow> passedOver;

  /// @param passedOver is told the reviews that cannot be settled, because a row cannot be read
  ManifestReview(Rows rows, Instant now, Consumer<ReviewRow> passedOver) {
    this.rows = rows;
    this.now = now;
    this.passedOver = passedOver;
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
      // What came after somebody deleted what led here is not meant, however late gc is.
      ManifestChanges.remove(change, row.get(), review.deleted().orElse(now));
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
    int from = 0;
    while (from < reviews.size()) {
      List<ReviewRow> rest = reviews.subList(from, reviews.size());
      from += rows.change(change -> orphanReferrers(change, rest));
    }
    return GcReport.NOTHING;
  }

  /// Settles the first of these; answers how many.
  private int orphanReferrers(Change change, List<ReviewRow> reviews) throws IOException {
    int settled = 0;
    int[] written = {0};
    while (settled < reviews.size() && written[0] < MANY) {
      ReviewRow listed = reviews.get(settled++);
      // As it is now: the subject may have come and been deleted again.
      Optional<ReviewRow> review = change.find(listed.key());
      if (review.isPresent()) {
        boolean[] whole = {true};
        rows.each(
            ReferrerRow.of(listed.repository(), listed.digest()),
            row -> {
              try {
                change.put(orphaned(change, row, review.get()));
                written[0]++;
              } catch (DamagedRowException e) {
                whole[0] = false;
              }
            },
            (_, _) -> whole[0] = false);
        if (whole[0]) {
          change.remove(listed.key());
        } else {
          passedOver.accept(listed);
        }
      }
    }
    return settled;
  }

  /// What came after the deletion of its subject waits for another, as any that comes without a
  /// tag. That it has not come again is relied on.
  private ReviewRow orphaned(Change change, ReferrerRow referrer, ReviewRow subject)
      throws IOException {
    Digest digest = referrer.referrer().digest();
    RepositoryName repository = referrer.repository();
    Optional<Instant> deleted = subject.deleted();
    Optional<Instant> came =
        change
            .find(ManifestRow.key(repository, digest))
            .map(ManifestRow::came)
            .filter(last -> deleted.isPresent() && last.isAfter(deleted.get()));
    return came.isPresent()
        ? ReviewRow.of(Kind.UNTAGGED, came.get(), digest, repository)
        : ReviewRow.of(Kind.ORPHAN, ReviewRow.AT_ONCE, digest, repository)
            .deletedAt(deleted.orElse(now));
  }
}
