package nscr.server.api;

import java.util.Optional;

/// Which part of a listing is asked for.
///
/// Spec: distribution-spec "Listing Tags", `n` and `last`.
///
/// @param limit how many entries at most
/// @param last the entry behind which the page starts, be it there or not
record Page(int limit, Optional<String> last) {

  /// The largest page there is: who asks for more is given a link.
  static final int LARGEST = 100_000;

  /// The page of who does not say.
  static final int USUAL = 10_000;

  Page {
    if (limit < 0 || limit > LARGEST) {
      throw new IllegalArgumentException("no page has " + limit + " entries");
    }
  }
}
