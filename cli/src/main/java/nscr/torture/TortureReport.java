package nscr.torture;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What came of a torture.
///
/// @param seed with which all can be done again
/// @param seconds how long it took
/// @param eras how often everybody was ended and the whole store looked at
/// @param operations how many of each kind
/// @param outcomes how many were done, refused, undone because the store was busy, or are unknown
///   because somebody died
/// @param killed how many processes of each kind were killed
/// @param faults how many operations each fault happened to, if it came to that
/// @param violations of the store's promises
/// @param shortest the fewest steps found that break a promise
/// @param kept where the broken store is
public record TortureReport(
    long seed,
    long seconds,
    int workers,
    int eras,
    Map<String, Long> operations,
    Map<String, Long> outcomes,
    Map<String, Long> killed,
    Map<String, Long> faults,
    List<Violation> violations,
    Optional<Shortest> shortest,
    Optional<String> kept) {

  /// @param replay what `--replay` takes
  /// @param steps what each of them is
  /// @param broke in how many of the last trials it broke a promise
  /// @param trials how many those were: where processes race, not each breaks
  public record Shortest(String replay, List<String> steps, int broke, int trials) {}

  public boolean isClean() {
    return violations.isEmpty();
  }
}
