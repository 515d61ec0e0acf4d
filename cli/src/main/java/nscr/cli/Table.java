package nscr.cli;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// A table in columns, the same on a terminal and in a pipe.
///
/// The columns are as wide as the first {@value #AHEAD} rows need; later rows that need more widen
/// them from there on. So a table may have any number of rows.
public final class Table implements Closeable {
  private static final int AHEAD = 1000;
  private static final String GAP = "  ";

  private final Output out;
  private final String[] headings;
  private final int[] widths;
  private final List<String[]> waiting = new ArrayList<>();
  private boolean begun;

  Table(Output out, String... headings) {
    this.out = out;
    this.headings = headings;
    this.widths = new int[headings.length];
  }

  /// Adds a row: a cell for each heading.
  public void row(String... cells) throws IOException {
    String[] row = new String[headings.length];
    for (int i = 0; i < row.length; i++) {
      row[i] = Text.visible(cells[i]);
    }
    waiting.add(row);
    if (waiting.size() == AHEAD) {
      print();
    }
  }

  private void print() throws IOException {
    if (!begun) {
      widen(headings);
    }
    waiting.forEach(this::widen);
    if (!begun) {
      out.heading(aligned(headings));
      begun = true;
    }
    for (String[] row : waiting) {
      out.line(aligned(row));
    }
    waiting.clear();
  }

  private void widen(String[] cells) {
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Math.max(widths[i], cells[i].length());
    }
  }

  private String aligned(String[] cells) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.length; i++) {
      line.append(i == 0 ? "" : GAP).append(cells[i]);
      // Nothing follows the last column, so it needs no filling.
      for (int n = cells[i].length(); i < cells.length - 1 && n < widths[i]; n++) {
        line.append(' ');
      }
    }
    return line.toString();
  }

  /// Prints what is left.
  @Override
  public void close() throws IOException {
    if (!waiting.isEmpty() || !begun) {
      print();
    }
  }
}
