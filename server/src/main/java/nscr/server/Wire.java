package nscr.server;

import java.util.function.Supplier;

/// Where the bytes that a connection reads come from. One thread.
///
/// Failures to read are unchecked, as Helidon has it.
interface Wire extends Supplier<byte[]> {
  /// Waits for the next bytes; null at the end.
  @Override
  byte[] get();

  /// Waits for the next bytes and puts as many as there are into `bytes`, at most `length`.
  ///
  /// @return how many; -1 at the end; 0 when only [#get] can be asked
  default int read(byte[] bytes, int offset, int length) {
    return 0;
  }
}
