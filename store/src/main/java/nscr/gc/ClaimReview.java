package nscr.gc;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import nscr.rows.BlobRow;
import nscr.rows.Change;
import nscr.rows.Claimable;
import nscr.rows.DamagedRowException;
import nscr.rows.EdgeRow;
import nscr.rows.Key;
import nscr.rows.LinkRow;
import nscr.rows.ReviewRow;
import nscr.rows.Rows;
import nscr.rows.State;

/// Looks at rows that perhaps nothing needs: claims those, looks again, and removes those still
/// claimed and not needed (R6), a page of them in each commit. A withdrawn link is removed without
/// a claim: only who brings the blob again comes to need it, and writes it.
///
/// A row found claimed may have been claimed by anybody. Whoever came to need it since then has
/// revived it, so that the removal, which relies on the row as read, fails; whoever did so before
/// is seen by the look that follows the reading.
final class ClaimReview<R extends Claimable> {

  /// What is particular to one kind of row.
  interface Subject<R extends Claimable> {

    /// The row that a review is about.
    Key<R> key(ReviewRow review);

    /// What stands as long as anything needs the row.
    Key.Prefix<?> needs(ReviewRow review);

    /// Whether the row came after the review, which then is not what decides of it.
    boolean isOutdated(ReviewRow review, R row);

    /// What the removal of the row may have made garbage.
    ReviewRow next(R removed);
  }

  /// Links: needed by the manifests of their repository.
  static final Subject<LinkRow> LINKS =
      new Subject<>() {
        @Override
        public Key<LinkRow> key(ReviewRow review) {
          return LinkRow.key(review.digest(), review.repository());
        }

        @Override
        public Key.Prefix<?> needs(ReviewRow review) {
          return EdgeRow.to(review.repository(), review.digest());
        }

        @Override
        public boolean isOutdated(ReviewRow review, LinkRow row) {
          return !row.heeds(review.due());
        }

        @Override
        public ReviewRow next(LinkRow removed) {
          return ReviewRow.blob(ReviewRow.AT_ONCE, removed.digest());
        }
      };

  /// Blob rows: needed by the repositories that link them. The file goes later, when the row is
  /// surely gone (R2).
  static final Subject<BlobRow> BLOBS =
      new Subject<>() {
        @Override
        public Key<BlobRow> key(ReviewRow review) {
          return BlobRow.key(review.digest());
        }

        @Override
        public Key.Prefix<?> needs(ReviewRow review) {
          return LinkRow.of(review.digest());
        }

        @Override
        public boolean isOutdated(ReviewRow review, BlobRow row) {
          // What comes brings its link, and is seen by that.
          return false;
        }

        @Override
        public ReviewRow next(BlobRow removed) {
          return ReviewRow.file(ReviewRow.AT_ONCE, removed.file());
        }
      };

  private final Rows rows;
  private final Subject<R> subject;
  private final Consumer<ReviewRow> passedOver;

  /// @param passedOver is told the reviews that cannot be settled, because a row cannot be read
  ClaimReview(Rows rows, Subject<R> subject, Consumer<ReviewRow> passedOver) {
    this.passedOver = passedOver;
    this.rows = rows;
    this.subject = subject;
  }

  /// Settles the reviews.
  ///
  /// @return a review for each row that was removed, of what that may have made garbage
  List<ReviewRow> run(List<ReviewRow> reviews) throws IOException {
    rows.change(change -> {
      for (ReviewRow review : reviews) {
        Optional<R> row = unneeded(change, review);
        row.filter(found -> found.state() == State.LIVE)
            .ifPresent(found -> change.put(found.with(State.CLAIMED)));
      }
      return reviews;
    });
    return rows.change(change -> {
      List<ReviewRow> next = new ArrayList<>();
      for (ReviewRow review : reviews) {
        Optional<R> row = unneeded(change, review).filter(found -> found.state() != State.LIVE);
        if (row.isPresent()) {
          change.remove(row.get().key());
          change.remove(review.key());
          next.add(subject.next(row.get()));
          change.put(next.getLast());
        }
      }
      return next;
    });
  }

  /// The row a review is about, if it is there and nothing needs it; otherwise the review is
  /// settled by this change.
  private Optional<R> unneeded(Change change, ReviewRow review) throws IOException {
    if (change.find(review.key()).isEmpty()) {
      return Optional.empty();
    }
    Optional<R> row;
    try {
      row = change.find(subject.key(review));
    } catch (DamagedRowException e) {
      passedOver.accept(review);
      return Optional.empty();
    }
    if (row.filter(found -> subject.isOutdated(review, found)).isPresent()) {
      change.remove(review.key());
      return Optional.empty();
    }
    if (row.isPresent() && !rows.any(subject.needs(review))) {
      return row;
    }
    row.filter(found -> found.state() == State.CLAIMED)
        .ifPresent(found -> change.put(found.with(State.LIVE)));
    change.remove(review.key());
    return Optional.empty();
  }
}
