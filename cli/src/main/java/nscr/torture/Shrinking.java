package nscr.torture;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/// Finds fewer steps that break the same store: takes parts out, ever smaller ones, and keeps what
/// still breaks it.
final class Shrinking {
  private Shrinking() {}

  /// Tries steps on a store that is new.
  @FunctionalInterface
  interface Trial {
    /// Whether a promise is broken.
    boolean breaks(List<Step> steps) throws IOException;
  }

  /// @param isOver whether there is no time for another trial
  static List<Step> shrink(List<Step> steps, Trial trial, BooleanSupplier isOver)
      throws IOException {
    List<Step> shortest = List.copyOf(steps);
    int part = Math.max(1, shortest.size() / 2);
    while (!isOver.getAsBoolean()) {
      boolean found = false;
      for (int from = 0; from < shortest.size() && !isOver.getAsBoolean(); ) {
        List<Step> fewer = without(shortest, from, from + part);
        if (!fewer.isEmpty() && trial.breaks(fewer)) {
          shortest = fewer;
          found = true;
        } else {
          from += part;
        }
      }
      if (part == 1 && !found) {
        return shortest;
      }
      part = found ? Math.min(part, Math.max(1, shortest.size() / 2)) : Math.max(1, part / 2);
    }
    return shortest;
  }

  private static List<Step> without(List<Step> steps, int from, int to) {
    List<Step> rest = new ArrayList<>(steps.subList(0, from));
    rest.addAll(steps.subList(Math.min(to, steps.size()), steps.size()));
    return rest;
  }
}
