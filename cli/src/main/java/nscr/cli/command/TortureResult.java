package nscr.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nscr.cli.Output;
import nscr.cli.Result;
import nscr.cli.Table;
import nscr.cli.Units;
import nscr.torture.Torture;
import nscr.torture.TortureReport;
import nscr.torture.TortureReport.Shortest;
import nscr.torture.Violation;

/// What came of a torture.
///
/// @param seed with which all can be done again
/// @param seconds how long it took
/// @param workers how many worked at once
/// @param hazards what might happen to them: `kill`, `disk-full`, `short-write`, `power`
/// @param eras how often everybody was ended and the whole store looked at
/// @param operations how many of each kind
/// @param outcomes how many were `done`, `refused`, `undone` because the store was busy, or are
///   `unknown` because somebody died
/// @param killed how many processes of each kind were killed
/// @param faults how many operations each fault was laid out for
/// @param violations each broken promise: `scene`, what was around; `where`, the operation that
///   showed it; `what` is wrong
/// @param shortest the fewest steps found that break a promise: `replay`, for `--replay`; `steps`;
///   `broke`, in how many of how many `trials`
/// @param kept where the broken store is
record TortureResult(
    long seed,
    long seconds,
    int workers,
    List<String> hazards,
    int eras,
    Map<String, Long> operations,
    Map<String, Long> outcomes,
    Map<String, Long> killed,
    Map<String, Long> faults,
    List<Violation> violations,
    Optional<Shortest> shortest,
    Optional<String> kept)
    implements Result {

  TortureResult(TortureReport report, List<String> hazards) {
    this(
        report.seed(),
        report.seconds(),
        report.workers(),
        hazards,
        report.eras(),
        report.operations(),
        report.outcomes(),
        report.killed(),
        report.faults(),
        report.violations(),
        report.shortest(),
        report.kept());
  }

  @Override
  public void print(Output out) throws IOException {
    try (Table table = out.table("OPERATION", "COUNT")) {
      for (var operation : operations.entrySet()) {
        table.row(operation.getKey(), operation.getValue().toString());
      }
    }
    for (Violation violation : violations) {
      out.line("broken: " + violation.scene() + ": " + violation.where() + ": " + violation.what());
    }
    if (shortest.filter(found -> found.broke() == 0).isPresent()) {
      out.line(
          "the same steps did not break it again in "
              + shortest.get().trials()
              + " trials: what was done then is in the journal");
    } else if (shortest.isPresent()) {
      Shortest found = shortest.get();
      out.line(
          "shortest way found, which broke it in "
              + found.broke()
              + " of "
              + found.trials()
              + " trials:");
      for (String step : found.steps()) {
        out.line("  " + step);
      }
      out.line("again: " + again(found));
    }
    if (kept.isPresent()) {
      out.line(
          "the store is kept in "
              + kept.get()
              + ", the journal in "
              + Torture.journal(Path.of(kept.get())));
    }
    out.line(summary());
  }

  private String again(Shortest found) {
    return "nscr torture --seed "
        + seed
        + " --workers "
        + workers
        + (hazards.contains("kill") ? " --kill" : "")
        + (withoutKill().isEmpty() ? "" : " --faults " + String.join(",", withoutKill()))
        + " --replay "
        + found.replay();
  }

  private List<String> withoutKill() {
    return hazards.stream().filter(hazard -> !hazard.equals("kill")).toList();
  }

  private String summary() {
    return "seed "
        + seed
        + ": "
        + Units.count(sum(operations), "operation")
        + " ("
        + listed(outcomes)
        + ") in "
        + Units.count(seconds, "second")
        + ", "
        + (killed.isEmpty() ? "nobody" : listed(killed))
        + " killed, "
        + (faults.isEmpty() ? "" : "faults: " + listed(faults) + ", ")
        + Units.count(eras, "inspection")
        + ": "
        + (violations.isEmpty()
            ? "every promise kept"
            : Units.count(violations.size(), "promise") + " broken");
  }

  private static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(count -> count).sum();
  }

  private static String listed(Map<String, Long> counts) {
    return String.join(
        ", ",
        counts.entrySet().stream().map(count -> count.getValue() + " " + count.getKey()).toList());
  }

  /// What broke it, to be replayed; nothing when nothing did.
  @Override
  public void printIdentifiers(Output out) throws IOException {
    if (shortest.isPresent()) {
      out.line(shortest.get().replay());
    }
  }
}
