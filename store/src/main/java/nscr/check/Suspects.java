package nscr.check;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import nscr.rows.DamagedRowException;
import nscr.rows.RowReader;
import nscr.rows.Rows;

/// Statements that did not hold at first sight, which beside a live server need not mean anything:
/// the rows were read one after the other, and the review queue earlier.
///
/// Each is looked at again, several times with the queue read anew before, and its rows read as
/// they were at one moment ([Rows#view]). Only what is wrong each time is found. Scans are not of
/// one moment; to be fooled by them every time, something would have to be let go and needed again
/// in step with the looks.
final class Suspects {
  private static final int MOST = 1000;
  private static final int[] PAUSES = {0, 1, 2, 10};

  private record Suspect(Statement statement, Set<Finding> findings) {}

  private final Rows rows;
  private final Reviews reviews;
  private final Consumer<Finding> findings;
  private final List<Suspect> suspects = new ArrayList<>();

  Suspects(Rows rows, Reviews reviews, Consumer<Finding> findings) {
    this.rows = rows;
    this.reviews = reviews;
    this.findings = findings;
  }

  /// Looks at a statement for the first time.
  void look(Statement statement) throws IOException {
    Set<Finding> found = look(statement, rows);
    if (!found.isEmpty()) {
      suspects.add(new Suspect(statement, found));
      if (suspects.size() == MOST) {
        settle();
      }
    }
  }

  /// Looks again at everything that is suspected, and tells what is found.
  void settle() throws IOException {
    for (int pause : PAUSES) {
      if (suspects.isEmpty()) {
        return;
      }
      sleep(pause);
      reviews.refresh();
      for (Suspect suspect : suspects) {
        suspect.findings().retainAll(rows.view(change -> look(suspect.statement(), change)));
      }
      suspects.removeIf(suspect -> suspect.findings().isEmpty());
    }
    suspects.forEach(suspect -> suspect.findings().forEach(findings));
    suspects.clear();
  }

  private static Set<Finding> look(Statement statement, RowReader reader) throws IOException {
    Set<Finding> found = new LinkedHashSet<>();
    try {
      statement.look(reader, found::add);
    } catch (DamagedRowException e) {
      // That row is found where it stands; what hangs on it cannot be told.
      return found;
    }
    return found;
  }

  private static void sleep(int milliseconds) throws IOException {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while checking");
    }
  }
}
