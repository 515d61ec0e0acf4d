package nscr.check;

/// Is told what a repair finds and does. Each thing is a [Finding]: the rule that did not hold, of
/// what, and what was done or is to be done.
public interface RepairListener {

  /// Something was mended.
  void mended(Finding what);

  /// Content or a name is lost, and nothing that is left tells what it was. The message says what
  /// brings it back.
  void lost(Finding what);

  /// Something is still not as it must be when everything was mended that can be.
  void left(Finding what);
}
