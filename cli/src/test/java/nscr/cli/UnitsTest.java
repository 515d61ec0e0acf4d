package nscr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0B",
    "999, 999B",
    "1000, 1.0kB",
    "1049, 1.0kB",
    "99949, 99.9kB",
    "99950, 100kB",
    "999499, 999kB",
    "999500, 1.0MB",
    "123456789, 123MB",
    "9223372036854775807, 9.2EB"
  })
  void sizes_have_two_or_three_digits(long bytes, String shown) {
    assertEquals(shown, Units.size(bytes));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "90s, 90",
    "15m, 900",
    "24h, 86400",
    "7d, 604800",
    "2w, 1209600",
    "1h30m, 5400",
    "1d12h, 129600",
    "36499d, 3153513600",
    // As many nanoseconds as nobody can count.
    "200000d, 3153600000",
    "9999999999w, 3153600000"
  })
  void durations_are_numbers_with_units(String text, long seconds) {
    assertEquals(Duration.ofSeconds(seconds), Units.duration(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "30", "s", "1", "-1s", "1.5h", "1y", "h1", "1h30", "9999999999999s", "1 h"})
  void anything_else_is_no_duration(String text) {
    assertThrows(UsageException.class, () -> Units.duration(text));
  }

  @Test
  void a_number_alone_is_told_what_it_lacks() {
    String message = assertThrows(UsageException.class, () -> Units.duration("30")).getMessage();
    assertTrue(message.contains("such as 30s"), message);
  }

  @ParameterizedTest
  @CsvSource({
    "4096, 4096",
    "512B, 512",
    "64Ki, 65536",
    "64KiB, 65536",
    "64k, 64000",
    "10MiB, 10485760",
    "2GB, 2000000000",
    "1T, 1000000000000"
  })
  void sizes_are_read_in_powers_of_1000_or_with_an_i_of_1024(String text, long bytes) {
    assertEquals(bytes, Units.bytes(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "M", "-1", "1.5G", "10 MB", "64i", "9999999T", "1E", "0x10"})
  void anything_else_is_no_size(String text) {
    assertThrows(UsageException.class, () -> Units.bytes(text));
  }

  @ParameterizedTest
  @CsvSource({
    "0, just now",
    "59, 59 seconds ago",
    "60, 1 minute ago",
    "7200, 2 hours ago",
    "86400, 1 day ago",
    "5184000, 2 months ago",
    "63072000, 2 years ago"
  })
  void ages_are_in_the_largest_unit(long seconds, String said) {
    Instant now = Instant.parse("2026-11-21T12:00:00Z");
    assertEquals(said, Units.ago(now.minusSeconds(seconds), now));
  }

  @Test
  void nouns_agree_with_numbers() {
    assertEquals("1 tag", Units.count(1, "tag"));
    assertEquals("0 tags", Units.count(0, "tag"));
    assertEquals("2 repositories", Units.count(2, "repository"));
  }
}
