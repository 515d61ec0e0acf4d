package nscr.check;

/// What a repair did.
///
/// @param mended how many things were mended
/// @param lost how many names or contents are lost
/// @param left what a check saw afterwards
public record RepairReport(long mended, long lost, CheckReport left) {

  /// Whether everything is as it must be now, with nothing lost.
  public boolean isWhole() {
    return lost == 0 && left.isClean();
  }
}
