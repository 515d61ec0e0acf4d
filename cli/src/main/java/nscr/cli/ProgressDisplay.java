package nscr.cli;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.LongSupplier;
import nscr.content.Progress;

/// Shows on stderr how far long work is: on a terminal one line that is drawn again and again, or
/// plain lines now and then.
///
/// Nothing is shown of work that is done in a moment. One thread at a time.
public final class ProgressDisplay implements Progress, Closeable {
  // The terminal itself cuts what is too long for it (DECAWM off), so its width need not be known.
  private static final String DRAW = "\r\033[?7l";
  private static final String DRAWN = "\033[K\033[?7h";
  private static final String CLEAR = "\r\033[K";
  private static final long NANOS = 1_000_000_000;

  /// What the user wants to see.
  enum Mode {
    AUTO,
    PLAIN,
    NONE;

    static Mode parse(String text) {
      return switch (text) {
        case "auto" -> AUTO;
        case "plain" -> PLAIN;
        case "none" -> NONE;
        default -> throw new UsageException("it is auto, plain or none, not " + text);
      };
    }
  }

  /// How it is shown.
  enum Style {
    REDRAWN(NANOS / 10, NANOS / 3),
    LINES(5 * NANOS, 5 * NANOS),
    SILENT(Long.MAX_VALUE, Long.MAX_VALUE);

    private final long interval;
    private final long first;

    Style(long interval, long first) {
      this.interval = interval;
      this.first = first;
    }
  }

  private final OutputStream err;
  private final Style style;
  private final LongSupplier nanos;
  private String what = "";
  private long total = -1;
  private long done;
  private long began;
  private long due;
  private boolean drawn;

  /// @param nanos a clock such as [System#nanoTime]
  ProgressDisplay(OutputStream err, Style style, LongSupplier nanos) {
    this.err = err;
    this.style = style;
    this.nanos = nanos;
    this.due = after(style.first);
  }

  @Override
  public void begin(String newWhat, long bytes) {
    what = Text.visible(newWhat);
    total = bytes;
    done = 0;
    began = nanos.getAsLong();
  }

  @Override
  public void advance(long bytes) {
    done += bytes;
    if (style != Style.SILENT && nanos.getAsLong() - due >= 0) {
      due = after(style.interval);
      show(line());
    }
  }

  /// Shows a sentence in the place of figures, if it is time to show anything.
  public void say(String sentence) {
    if (style != Style.SILENT && nanos.getAsLong() - due >= 0) {
      due = after(style.interval);
      show(Text.visible(sentence));
    }
  }

  private long after(long interval) {
    return style == Style.SILENT ? 0 : nanos.getAsLong() + interval;
  }

  private void show(String line) {
    if (style == Style.REDRAWN) {
      drawn = true;
      write(DRAW + line + DRAWN);
    } else {
      write("nscr: " + line + "\n");
    }
  }

  /// The figures first: what is cut off at the end is the name.
  private String line() {
    long elapsed = Math.max(nanos.getAsLong() - began, 1);
    double rate = done * (double) NANOS / elapsed;
    String line = Units.size(done);
    if (total >= done && total > 0) {
      line = 100 * done / total + "%  " + line + " of " + Units.size(total);
    }
    line += "  " + Units.size((long) rate) + "/s";
    if (total > done && rate >= 1) {
      line += "  " + clock((long) ((total - done) / rate)) + " left";
    }
    return line + "  " + what;
  }

  private static String clock(long seconds) {
    String rest = String.valueOf(seconds % 60);
    return seconds / 60 + (rest.length() < 2 ? ":0" : ":") + rest;
  }

  private void write(String text) {
    try {
      err.write(text.getBytes(StandardCharsets.UTF_8));
      err.flush();
    } catch (IOException e) {
      // Nobody can see it any more; the work is not the worse for that.
      return;
    }
  }

  /// Takes the line from the terminal, so that something else can be printed.
  void clear() {
    if (drawn) {
      write(CLEAR);
      drawn = false;
    }
  }

  @Override
  public void close() {
    clear();
  }
}
