package nscr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import nscr.cli.ProgressDisplay.Style;
import org.junit.jupiter.api.Test;

class ProgressDisplayTest {
  private static final long MILLI = 1_000_000;

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private long now = 42;

  private ProgressDisplay display(Style style) {
    return new ProgressDisplay(err, style, () -> now);
  }

  private String shown() {
    return err.toString(StandardCharsets.UTF_8);
  }

  /// A hundred megabytes, one each step, in steps of so many milliseconds.
  private void work(ProgressDisplay display, long millis) {
    display.begin("app.tar", 100_000_000);
    for (int i = 0; i < 100; i++) {
      now += millis * MILLI;
      display.advance(1_000_000);
    }
  }

  @Test
  void what_is_done_in_a_moment_is_not_shown() {
    try (ProgressDisplay display = display(Style.REDRAWN)) {
      work(display, 3);
    }
    assertEquals("", shown());
  }

  @Test
  void a_line_is_drawn_at_most_ten_times_a_second_and_taken_away() {
    try (ProgressDisplay display = display(Style.REDRAWN)) {
      work(display, 20);
    }
    long drawn = shown().chars().filter(c -> c == '\r').count();
    assertTrue(drawn >= 15 && drawn <= 20, "drawn " + drawn + " times in 2 s");
    assertTrue(shown().contains("47%  47.0MB of 100MB  50.0MB/s  0:01 left  app.tar"), shown());
    assertTrue(shown().endsWith("\r\033[K"), shown());
    assertEquals(0, shown().chars().filter(c -> c == '\n').count());
  }

  @Test
  void plain_lines_come_every_few_seconds() {
    try (ProgressDisplay display = display(Style.LINES)) {
      work(display, 110);
    }
    assertEquals(2, shown().lines().count(), shown());
    assertTrue(shown().startsWith("nscr: 46%  46.0MB of 100MB"), shown());
  }

  @Test
  void an_unknown_total_gives_no_percentage() {
    try (ProgressDisplay display = display(Style.LINES)) {
      display.begin("standard input\033[2J", -1);
      now += 6000 * MILLI;
      display.advance(12_000_000);
    }
    assertEquals("nscr: 12.0MB  2.0MB/s  standard input\\u001b[2J\n", shown());
  }

  @Test
  void silence_is_silent() {
    try (ProgressDisplay display = display(Style.SILENT)) {
      work(display, 1000);
    }
    assertEquals("", shown());
  }
}
