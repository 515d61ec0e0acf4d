package nscr.check;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import nscr.oci.RepositoryName;
import nscr.oci.Tag;
import nscr.rows.DamagedRowException;
import nscr.rows.Key;
import nscr.rows.Row;
import nscr.rows.Rows;
import nscr.rows.TagRow;

/// Removes rows that cannot be read: whatever else still says what they said is written anew by
/// what follows, and what nothing says could only stand in the way of its coming again.
///
/// A row under a key that no row of this version has is left: whoever wrote it may know it.
final class UnreadableRows {
  private static final Set<String> KINDS = Set.of("b", "e", "l", "m", "q", "u", "x");
  private static final Set<String> KINDS_IN_REPOSITORY = Set.of("m", "n", "s", "t");

  private final Mender mender;
  private final Set<Key<TagRow>> tags = new LinkedHashSet<>();

  UnreadableRows(Mender mender) {
    this.mender = mender;
  }

  void remove() throws IOException {
    List<String> unreadable = new ArrayList<>();
    mender.rows().all(_ -> {}, (key, _) -> unreadable.add(key));
    for (String key : unreadable) {
      if (isOurs(key.split(" ", -1))) {
        remove(key);
      }
    }
  }

  private static boolean isOurs(String[] words) {
    return words[0].equals("r")
        ? words.length > 3 && KINDS_IN_REPOSITORY.contains(words[2])
        : words.length > 1 && KINDS.contains(words[0]);
  }

  private void remove(String text) throws IOException {
    Key<Row> key = Rows.anyKey(text);
    Finding done = new Finding("row", text, "could not be read and was removed");
    boolean removed =
        mender.mend(
            done,
            change -> {
              try {
                change.find(key);
                return false;
              } catch (DamagedRowException e) {
                // What was read is expected all the same.
                change.remove(key);
                return true;
              }
            });
    String[] words = text.split(" ", -1);
    if (removed && words[0].equals("r") && words[2].equals("t") && isTag(words)) {
      tags.add(TagRow.key(new RepositoryName(words[1]), new Tag(words[3])));
    }
  }

  private static boolean isTag(String[] words) {
    return words.length == 4 && RepositoryName.isValid(words[1]) && Tag.isValid(words[3]);
  }

  /// Tells the tags that were removed and that nothing brought back.
  void tellLost(Consumer<Finding> lost) throws IOException {
    for (Key<TagRow> tag : tags) {
      if (mender.rows().find(tag).isEmpty()) {
        String[] words = tag.text().split(" ");
        lost.accept(
            new Finding(
                "row",
                words[1] + ":" + words[3],
                "what this tag pointed at is lost. Tag its manifest again, or push it"));
      }
    }
  }
}
