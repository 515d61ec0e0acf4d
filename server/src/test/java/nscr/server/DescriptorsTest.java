package nscr.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DescriptorsTest {
  @ParameterizedTest
  @CsvSource({"1,1", "64,16", "128,32", "1024,320", "4096,1500", "2147483647,1500"})
  void connections_never_take_all(int limit, int connections) {
    assertEquals(connections, Descriptors.connections(limit, 1, 1500));
  }

  @Test
  void listeners_share_what_there_is() {
    assertEquals(80, Descriptors.connections(1024, 4, 1500));
    assertEquals(1, Descriptors.connections(64, 100, 1500));
  }

  @Test
  void the_system_says_how_many() {
    assertTrue(Descriptors.limit() >= 64, () -> "it says " + Descriptors.limit());
  }
}
