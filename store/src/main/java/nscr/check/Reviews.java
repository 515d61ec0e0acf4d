package nscr.check;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import nscr.oci.Digest;
import nscr.rows.ReviewRow;
import nscr.rows.ReviewRow.Kind;
import nscr.rows.Rows;

/// The review queue as it was when it was last read. Held in memory: it is as small as the garbage.
final class Reviews {
  private final Rows rows;
  private Set<String> entries = Set.of();

  Reviews(Rows rows) {
    this.rows = rows;
  }

  /// Reads the queue again. Entries that cannot be read are left out: they are findings of their
  /// own.
  void refresh() throws IOException {
    Set<String> found = new HashSet<>();
    for (Kind kind : Kind.values()) {
      rows.each(
          ReviewRow.of(kind),
          review -> found.add(entry(kind, review.digest(), review.other())),
          (_, _) -> {});
    }
    entries = found;
  }

  /// Whether gc is going to look at this, however late.
  ///
  /// @param other the repository, or a file's birth
  boolean has(Kind kind, Digest digest, String other) {
    return entries.contains(entry(kind, digest, other));
  }

  /// Whether gc is going to look at this blob row.
  boolean hasBlob(Digest digest) {
    return has(Kind.BLOB, digest, ReviewRow.blob(ReviewRow.AT_ONCE, digest).other());
  }

  private static String entry(Kind kind, Digest digest, String other) {
    return kind.ordinal() + " " + digest + " " + other;
  }
}
