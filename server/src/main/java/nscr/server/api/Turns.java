package nscr.server.api;

/// When a transfer gives others their turn: a virtual thread whose bytes are always there never
/// parks, and would keep its processor for as long as a blob takes. One thread.
///
/// Each turn that passes on takes buffers and ciphers from the processor's cache and wakes others
/// up: after every 64 KiB that costs 64 transfers at once half as much again.
final class Turns {
  private final long length;
  private long moved;

  /// @param length of a turn in bytes: what takes about half a millisecond
  Turns(long length) {
    this.length = length;
  }

  /// Notes that so many bytes have moved; at the end of a turn others come first.
  void moved(long bytes) {
    moved += bytes;
    if (moved >= length) {
      moved = 0;
      Thread.yield();
    }
  }
}
