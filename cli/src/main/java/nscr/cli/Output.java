package nscr.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import nscr.oci.Digest;

/// Standard output: lines of text for people, and bytes for programs. Buffered; UTF-8.
public final class Output {
  private final OutputStream out;
  private final boolean isTerminal;
  private final boolean hasColour;
  private boolean outlastsReader;
  private boolean hasFullDigests;
  private boolean hasExactSizes;

  Output(Surroundings surroundings) {
    this.out = new BufferedOutputStream(new Patient(surroundings.out()), 1 << 16);
    this.isTerminal = surroundings.terminals().contains(Surroundings.Stream.OUT);
    this.hasColour = surroundings.hasColour(Surroundings.Stream.OUT);
  }

  /// Whether a person looks at it.
  public boolean isTerminal() {
    return isTerminal;
  }

  /// A line of text, made fit for a terminal.
  public void line(String text) throws IOException {
    write(Text.visible(text));
    out.write('\n');
  }

  /// A line of fields that a program takes apart: a tab is between them and in none of them.
  public void columns(String... fields) throws IOException {
    for (int i = 0; i < fields.length; i++) {
      write((i == 0 ? "" : "\t") + Text.visible(fields[i]));
    }
    out.write('\n');
  }

  /// A line that stands out where that is possible.
  void heading(String text) throws IOException {
    write(hasColour ? "\033[1m" + Text.visible(text) + "\033[0m" : Text.visible(text));
    out.write('\n');
  }

  private void write(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  /// A table with these headings.
  public Table table(String... headings) {
    return new Table(this, headings);
  }

  /// From now on digests in tables are whole.
  public void showDigestsInFull() {
    hasFullDigests = true;
  }

  /// A digest as a table shows it: its first digits, unless whole ones are wanted.
  public String digest(Digest digest) {
    return hasFullDigests ? digest.toString() : digest.shortHex();
  }

  /// From now on sizes are shown to the byte.
  public void showSizesInBytes() {
    hasExactSizes = true;
  }

  /// A number of bytes as a table shows it.
  public String size(long bytes) {
    return hasExactSizes ? String.valueOf(bytes) : Units.size(bytes);
  }

  /// Where exact bytes go. Closing it only flushes.
  public OutputStream bytes() {
    return out;
  }

  public void flush() throws IOException {
    out.flush();
  }

  /// From now on a reader that goes away is no reason to stop: the command changes something, and
  /// telling about it is not the point.
  public void outlastReader() {
    outlastsReader = true;
  }

  private final class Patient extends OutputStream {
    private final OutputStream target;

    Patient(OutputStream target) {
      this.target = target;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        target.write(bytes, offset, length);
      } catch (ReaderGoneException e) {
        if (!outlastsReader) {
          throw e;
        }
      }
    }

    @Override
    public void flush() throws IOException {
      target.flush();
    }
  }
}
