package nscr.index;

import java.util.List;

/// What was got out of a damaged index.
///
/// @param entries how many entries the new index has
/// @param losses what could not be read, a sentence each
public record SalvageReport(long entries, List<String> losses) {

  public SalvageReport {
    losses = List.copyOf(losses);
  }
}
