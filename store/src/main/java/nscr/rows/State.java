package nscr.rows;

import java.util.Locale;

/// Whether somebody is about to remove a row (R6).
public enum State {
  LIVE,
  /// To be removed unless something refers to it; whoever needs the row makes it live again.
  CLAIMED;

  static State parse(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
