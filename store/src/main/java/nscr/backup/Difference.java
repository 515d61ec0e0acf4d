package nscr.backup;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import nscr.rows.BlobRow;
import nscr.rows.Rows;

/// The blobs of a store beside those of its backup before, in the order of their digests: what
/// changed is found without a look at any file.
final class Difference {
  private static final int PAGE = 1000;

  private Difference() {}

  /// What is told of each blob that one of the two has.
  interface Visitor {
    /// Both name the same file.
    void same(BlobRow row) throws IOException;

    /// The backup does not name this file.
    void came(BlobRow row) throws IOException;

    /// Only the backup names this file.
    void went(BlobRow row) throws IOException;
  }

  static void visit(Rows store, Rows backup, Visitor visitor) throws IOException {
    Cursor now = new Cursor(store);
    Cursor before = new Cursor(backup);
    while (now.row().isPresent() || before.row().isPresent()) {
      int order = compare(now.row(), before.row());
      if (order == 0 && now.isSameFile(before)) {
        visitor.same(now.row().get());
      } else {
        if (order <= 0) {
          visitor.came(now.row().get());
        }
        if (order >= 0) {
          visitor.went(before.row().get());
        }
      }
      now.passIf(order <= 0);
      before.passIf(order >= 0);
    }
  }

  private static int compare(Optional<BlobRow> one, Optional<BlobRow> other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.isEmpty() ? 1 : -1;
    }
    return one.get().key().text().compareTo(other.get().key().text());
  }

  /// Goes through the blobs of an index, a page at a time.
  private static final class Cursor {
    private final Rows rows;
    private final Deque<BlobRow> page = new ArrayDeque<>();

    Cursor(Rows rows) throws IOException {
      this.rows = rows;
      page.addAll(rows.scan(BlobRow.all(), Optional.empty(), PAGE));
    }

    Optional<BlobRow> row() {
      return Optional.ofNullable(page.peek());
    }

    boolean isSameFile(Cursor other) {
      return page.element().file().equals(other.page.element().file());
    }

    void passIf(boolean passes) throws IOException {
      if (passes) {
        String last = page.remove().digest().toString();
        if (page.isEmpty()) {
          page.addAll(rows.scan(BlobRow.all(), Optional.of(last), PAGE));
        }
      }
    }
  }
}
