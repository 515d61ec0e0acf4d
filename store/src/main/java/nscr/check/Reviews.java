package nscr.check;

import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import nscr.oci.Digest;
import nscr.rows.LinkRow;
import nscr.rows.ReviewRow;
import nscr.rows.ReviewRow.Kind;
import nscr.rows.Rows;

/// The review queue as it was when it was last read. Held in memory: it is as small as the garbage.
final class Reviews {
  private final Rows rows;

  /// When the last of the reviews of a thing is due; for ever, if one decides whatever came since.
  private Map<String, Instant> entries = Map.of();

  Reviews(Rows rows) {
    this.rows = rows;
  }

  /// Reads the queue again. Entries that cannot be read are left out: they are findings of their
  /// own.
  void refresh() throws IOException {
    Map<String, Instant> found = new HashMap<>();
    for (Kind kind : Kind.values()) {
      rows.each(
          ReviewRow.of(kind),
          review ->
              found.merge(
                  entry(kind, review.digest(), review.other()),
                  review.due().equals(ReviewRow.AT_ONCE) ? Instant.MAX : review.due(),
                  (one, other) -> one.isAfter(other) ? one : other),
          (_, _) -> {});
    }
    entries = found;
  }

  /// Whether gc is going to look at this, however late.
  ///
  /// @param other the repository, or a file's birth
  boolean has(Kind kind, Digest digest, String other) {
    return entries.containsKey(entry(kind, digest, other));
  }

  /// Whether gc is going to act on this link.
  boolean has(LinkRow link) {
    Instant due = entries.get(entry(Kind.LINK, link.digest(), link.repository().value()));
    return due != null && link.heeds(due);
  }

  /// Whether gc is going to look at this blob row.
  boolean hasBlob(Digest digest) {
    return has(Kind.BLOB, digest, ReviewRow.blob(ReviewRow.AT_ONCE, digest).other());
  }

  private static String entry(Kind kind, Digest digest, String other) {
    return kind.ordinal() + " " + digest + " " + other;
  }
}
