package nscr.torture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AlarmsTest {
  private final List<String> done = new CopyOnWriteArrayList<>();

  @Test
  void what_has_begun_ends_undisturbed_and_what_has_not_never_begins() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Alarms alarms = new Alarms();
    alarms.after(
        0,
        () -> {
          begun.countDown();
          try {
            goOn.await();
            done.add("ended");
          } catch (InterruptedException e) {
            done.add("interrupted");
          }
        });
    alarms.after(3_600_000, () -> done.add("late"));
    begun.await();
    Thread closing =
        Thread.ofPlatform()
            .start(() -> {
              alarms.close();
              done.add("closed");
            });
    // If it does not wait, it is most likely closed by then.
    closing.join(300);
    goOn.countDown();
    closing.join();
    assertEquals(List.of("ended", "closed"), done);
  }

  @Test
  void what_is_asked_for_after_the_end_never_begins() {
    Alarms alarms = new Alarms();
    alarms.close();
    alarms.after(0, () -> done.add("late")).callOff();
    assertEquals(List.of(), done);
  }
}
