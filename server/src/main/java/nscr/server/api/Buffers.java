package nscr.server.api;

import java.util.concurrent.Semaphore;

/// Buffers for moving bytes: large ones for as many at once as the heap bears, small ones for all
/// others, so that no number of clients exhausts it. Any number of threads.
final class Buffers {
  /// More would cost the page cache dear, and the processor's second cache holds a few of these.
  static final int LARGE = 64 << 10;

  static final int SMALL = 16 << 10;

  private final Semaphore large;

  /// @param most how many large buffers there are at once
  Buffers(int most) {
    this.large = new Semaphore(most);
  }

  /// As many large buffers as fit a quarter of this process's heap.
  static Buffers ofHeap() {
    return new Buffers((int) Math.max(1, Runtime.getRuntime().maxMemory() / 4 / LARGE));
  }

  /// A buffer in use, given back when it is closed. One thread.
  static final class Lease implements AutoCloseable {
    private final byte[] bytes;
    private final Runnable giveBack;

    private Lease(byte[] bytes, Runnable giveBack) {
      this.bytes = bytes;
      this.giveBack = giveBack;
    }

    byte[] bytes() {
      return bytes;
    }

    @Override
    public void close() {
      giveBack.run();
    }
  }

  /// A buffer for moving `length` bytes, or any number when it is negative. Never waits.
  Lease take(long length) {
    if (length >= 0 && length <= SMALL) {
      return new Lease(new byte[Math.max(1, (int) length)], () -> {});
    }
    if (!large.tryAcquire()) {
      return new Lease(new byte[SMALL], () -> {});
    }
    return new Lease(new byte[LARGE], large::release);
  }
}
