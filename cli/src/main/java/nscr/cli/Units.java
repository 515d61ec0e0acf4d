package nscr.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Sizes, times and counts as people read and write them.
public final class Units {
  private static final String PREFIXES = "kMGTPE";

  /// A century: as good as for ever, and few enough nanoseconds for everybody who counts them.
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private Units() {}

  /// Bytes in decimal units with three digits or two: `999B`, `1.2kB`, `34.5MB`, `678GB`.
  public static String size(long bytes) {
    if (bytes < 1000) {
      return bytes + "B";
    }
    double value = bytes;
    int prefix = -1;
    // What would be shown as 1000 is 1.0 of the next.
    while (value >= 999.5) {
      value /= 1000;
      prefix++;
    }
    long tenths = Math.round(value * 10);
    String number =
        tenths < 1000 ? tenths / 10 + "." + tenths % 10 : String.valueOf(Math.round(value));
    return number + PREFIXES.charAt(prefix) + "B";
  }

  /// How long ago `then` was, in the largest unit that fits: `5 minutes ago`.
  public static String ago(Instant then, Instant now) {
    long seconds = Duration.between(then, now).toSeconds();
    if (seconds < 5) {
      return "just now";
    }
    return seconds < 60
        ? count(seconds, "second") + " ago"
        : seconds < 3600
            ? count(seconds / 60, "minute") + " ago"
            : seconds < 86_400
                ? count(seconds / 3600, "hour") + " ago"
                : seconds < 60 * 86_400
                    ? count(seconds / 86_400, "day") + " ago"
                    : seconds < 730 * 86_400L
                        ? count(seconds / (30 * 86_400), "month") + " ago"
                        : count(seconds / (365 * 86_400), "year") + " ago";
  }

  /// A number and its noun: `1 tag`, `2 tags`, `3 repositories`.
  public static String count(long number, String noun) {
    if (number == 1) {
      return "1 " + noun;
    }
    return number
        + " "
        + (noun.endsWith("y") ? noun.substring(0, noun.length() - 1) + "ies" : noun + "s");
  }

  /// Reads a duration such as `90s`, `15m`, `24h`, `7d`, `2w` or `1h30m`. Any longer than a century
  /// is a century.
  ///
  /// @throws UsageException when it is none
  public static Duration duration(String text) {
    Duration total = Duration.ZERO;
    long number = -1;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9' && number < 1_000_000_000L) {
        number = Math.max(number, 0) * 10 + (c - '0');
      } else {
        long seconds = "smhdw".indexOf(c) < 0 || number < 0 ? -1 : secondsOf(c);
        if (seconds < 0) {
          throw noDuration(text);
        }
        total = total.plusSeconds(number * seconds);
        number = -1;
      }
    }
    if (text.equals("0")) {
      return Duration.ZERO;
    }
    if (text.isEmpty() || number >= 0) {
      throw noDuration(text);
    }
    return total.compareTo(LONGEST) < 0 ? total : LONGEST;
  }

  private static long secondsOf(char unit) {
    return switch (unit) {
      case 's' -> 1;
      case 'm' -> 60;
      case 'h' -> 3600;
      case 'd' -> 86_400;
      default -> 7 * 86_400;
    };
  }

  /// Reads a size in bytes such as `64Ki`, `10MiB`, `2GB` or `500M`: with an `i`, units are powers
  /// of 1024, without, of 1000.
  ///
  /// @throws UsageException when it is none
  public static long bytes(String text) {
    // Made here: most commands write sizes, and few read one.
    Matcher matcher = Pattern.compile("([0-9]{1,18})(?:([kKMGT])(i)?)?B?").matcher(text);
    if (!matcher.matches()) {
      throw noSize(text);
    }
    long step = matcher.group(3) == null ? 1000 : 1024;
    try {
      long bytes = Long.parseLong(matcher.group(1));
      int power =
          matcher.group(2) == null ? 0 : "bkmgt".indexOf(matcher.group(2).toLowerCase(Locale.ROOT));
      for (int i = 0; i < power; i++) {
        bytes = Math.multiplyExact(bytes, step);
      }
      return bytes;
    } catch (ArithmeticException e) {
      throw noSize(text);
    }
  }

  private static UsageException noSize(String text) {
    return new UsageException(
        nscr.oci.Quoted.of(text) + " is no size in bytes: write 4096, 64Ki, 10MiB, 2GB");
  }

  private static UsageException noDuration(String text) {
    boolean bare = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    return new UsageException(
        nscr.oci.Quoted.of(text)
            + " is no duration"
            + (bare ? ": it has no unit, such as " + text + "s" : ": write 90s, 15m, 24h, 7d"));
  }
}
