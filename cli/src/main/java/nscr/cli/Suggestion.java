package nscr.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// What somebody probably meant who typed something that does not exist.
public final class Suggestion {
  private Suggestion() {}

  /// The word nearest to `typed`; empty when none is near, which allows about one slip in three
  /// letters.
  public static Optional<String> among(Collection<String> words, String typed) {
    return words.stream()
        .filter(word -> slips(word, typed) <= Math.max(1, typed.length() / 3))
        .min(Comparator.comparingInt(word -> slips(word, typed)));
  }

  /// How many letters must be added, left out, changed or swapped with the next to make one of the
  /// other.
  private static int slips(String one, String other) {
    int[] before = new int[other.length() + 1];
    int[] last = new int[other.length() + 1];
    int[] now = new int[other.length() + 1];
    for (int j = 0; j < last.length; j++) {
      last[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      now[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int changed = last[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        now[j] = Math.min(changed, 1 + Math.min(last[j], now[j - 1]));
        if (i > 1
            && j > 1
            && one.charAt(i - 1) == other.charAt(j - 2)
            && one.charAt(i - 2) == other.charAt(j - 1)) {
          now[j] = Math.min(now[j], before[j - 2] + 1);
        }
      }
      int[] free = before;
      before = last;
      last = now;
      now = free;
    }
    return last[other.length()];
  }
}
