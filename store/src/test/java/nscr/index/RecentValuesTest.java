package nscr.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecentValuesTest {
  private static final Bytes OLD = Bytes.ofText("old");
  private static final Bytes NEW = Bytes.ofText("new");

  private final RecentValues recent = new RecentValues(100_000);

  private void read(String key, Bytes value) {
    recent.keep(key, value, recent.moment());
  }

  @Test
  void whatIsReadTwiceIsKnown() {
    read("a", OLD);
    assertEquals(Optional.empty(), recent.find("a"));
    read("a", OLD);
    assertEquals(Optional.of(OLD), recent.find("a"));
  }

  @Test
  void whatChangesIsForgottenFromTheBeginningOfTheChangeOn() {
    read("a", OLD);
    read("a", OLD);
    read("b", OLD);
    read("b", OLD);
    recent.begin(List.of("a"));
    assertEquals(Optional.empty(), recent.find("a"));
    assertEquals(Optional.of(OLD), recent.find("b"));
    recent.end();
    assertEquals(Optional.empty(), recent.find("a"));
    read("a", NEW);
    assertEquals(Optional.of(NEW), recent.find("a"));
  }

  @Test
  void whatWasReadBeforeAChangeIsNotKeptDuringItNorAfterIt() {
    read("a", OLD);
    long before = recent.moment();
    recent.begin(List.of("a"));
    recent.keep("a", OLD, before);
    assertEquals(Optional.empty(), recent.find("a"));
    recent.end();
    recent.keep("a", OLD, before);
    assertEquals(Optional.empty(), recent.find("a"));
  }

  @Test
  void whatWasReadDuringAChangeIsNotKept() {
    read("a", OLD);
    recent.begin(List.of("a"));
    long during = recent.moment();
    recent.keep("a", OLD, during);
    assertEquals(Optional.empty(), recent.find("a"));
    recent.end();
    recent.keep("a", OLD, during);
    assertEquals(Optional.empty(), recent.find("a"));
  }

  @Test
  void whatWasReadBeforeEverythingWasForgottenIsNotKept() {
    read("a", OLD);
    read("a", OLD);
    long before = recent.moment();
    recent.clear();
    assertEquals(Optional.empty(), recent.find("a"));
    recent.keep("a", OLD, before);
    assertEquals(Optional.empty(), recent.find("a"));
  }

  @Test
  void whatIsAskedForStaysAndTheRestGoes() {
    Bytes large = Bytes.of(new byte[1000]);
    read("hot", OLD);
    read("hot", OLD);
    for (int i = 0; i < 1000; i++) {
      read("k" + i, large);
      read("k" + i, large);
      assertEquals(Optional.of(OLD), recent.find("hot"));
    }
    long known = 0;
    for (int i = 0; i < 1000; i++) {
      known += recent.find("k" + i).isPresent() ? 1 : 0;
    }
    assertTrue(known > 10 && known <= 100, known + " of 1000 bytes in 100000");
  }

  @Test
  void aLargeValueIsNotKept() {
    Bytes large = Bytes.of(new byte[1 << 20]);
    read("a", large);
    read("a", large);
    assertEquals(Optional.empty(), recent.find("a"));
  }
}
