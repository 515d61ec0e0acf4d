package nscr.rows;

import java.util.Locale;

/// What becomes of a row: whether somebody is about to remove it (R6), or has.
public enum State {
  LIVE,
  /// To be removed unless something refers to it; whoever needs the row makes it live again.
  CLAIMED,
  /// Of a link only: the repository does not have the blob any more, but what needed it before then
  /// keeps it until that goes. Only who brings the blob again makes the row live again; so nobody
  /// comes to need it without writing it, and it needs no claim to be removed.
  WITHDRAWN;

  static State parse(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
