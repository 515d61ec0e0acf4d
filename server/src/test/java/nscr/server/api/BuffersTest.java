package nscr.server.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class BuffersTest {
  @Test
  void many_clients_get_small_buffers_and_few_get_large_ones() {
    Buffers buffers = new Buffers(2);
    try (Buffers.Lease first = buffers.take(-1)) {
      assertEquals(Buffers.LARGE, first.bytes().length);
      try (Buffers.Lease second = buffers.take(1 << 20);
          Buffers.Lease third = buffers.take(1 << 20)) {
        assertEquals(Buffers.LARGE, second.bytes().length);
        assertEquals(Buffers.SMALL, third.bytes().length);
      }
      try (Buffers.Lease again = buffers.take(-1)) {
        assertEquals(Buffers.LARGE, again.bytes().length);
      }
    }
  }

  @Test
  void little_needs_little() {
    try (Buffers.Lease lease = new Buffers(1).take(10)) {
      assertEquals(10, lease.bytes().length);
    }
  }
}
