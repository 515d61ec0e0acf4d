package nscr.gc;

import java.io.IOException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nscr.rows.ReviewRow;
import nscr.rows.ReviewRow.Kind;
import nscr.rows.Rows;

/// What of the review queue one gc has not come to yet, kind by kind, those longest due first. One
/// thread.
///
/// Each page is looked for behind the one before. At the front the index keeps what was settled for
/// a while, and who begins there walks over all of it: for as much garbage as there are pages, once
/// for each.
final class DueReviews {
  private static final int PAGE = 256;

  private final Rows rows;
  private final Set<String> passedOver;
  private final Map<Kind, Optional<String>> reached = new EnumMap<>(Kind.class);
  private final Set<Kind> over = EnumSet.noneOf(Kind.class);

  /// @param passedOver keys of reviews that are left alone; those that cannot be read are added
  DueReviews(Rows rows, Set<String> passedOver) {
    this.rows = rows;
    this.passedOver = passedOver;
  }

  /// The next page of those that have been due since `latest` or longer; none at the end.
  List<ReviewRow> next(Kind kind, Instant latest) throws IOException {
    while (!over.contains(kind)) {
      Rows.Page<ReviewRow> page =
          rows.page(ReviewRow.of(kind), reached.getOrDefault(kind, Optional.empty()), PAGE);
      passedOver.addAll(page.unreadable());
      reached.put(kind, page.last());
      if (page.last().isEmpty()
          || page.rows().stream().anyMatch(review -> review.due().isAfter(latest))) {
        over.add(kind);
      }
      List<ReviewRow> due =
          page.rows().stream()
              .filter(review -> !review.due().isAfter(latest))
              .filter(review -> !passedOver.contains(review.key().text()))
              .toList();
      if (!due.isEmpty()) {
        return due;
      }
    }
    return List.of();
  }

  /// Begins at the front again.
  void rewind() {
    reached.clear();
    over.clear();
  }
}
