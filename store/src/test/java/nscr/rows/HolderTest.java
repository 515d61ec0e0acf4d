package nscr.rows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class HolderTest {
  @Test
  void aProcessIsToldFromThoseThatHadItsNumberAndThoseElsewhere() {
    Holder self = Holder.current();
    assertTrue(self.isAlive() && !self.hasEnded());
    assertEquals(self, Holder.parse(self.toString()));
    Holder before = new Holder(self.world(), self.pid(), self.started() - 1);
    assertTrue(before.hasEnded() && !before.isAlive());
    Holder elsewhere = new Holder("another boot", self.pid(), self.started());
    assertFalse(elsewhere.hasEnded() || elsewhere.isAlive());
  }

  @Test
  void aProcessThatEndedIsKnownToHaveEnded() throws IOException, InterruptedException {
    Process other = new ProcessBuilder("sleep", "60").start();
    Holder self = Holder.current();
    assertFalse(self.pid() == other.pid());
    other.destroyForcibly().waitFor();
    assertTrue(new Holder(self.world(), other.pid(), self.started()).hasEnded());
  }
}
