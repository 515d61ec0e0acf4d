package nscr.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import nscr.oci.Digest;

/// Standard output: lines of text for people, and bytes for programs, in UTF-8.
///
/// A pipe gets nothing before the command is done with the store: its reader may be an nscr that
/// waits for the store, as in `nscr ls -q | while read r; do nscr ls "$r"; done`, and each would
/// wait for the other. Until then everything is held.
public final class Output {
  private final OutputStream target;
  private final HeldBytes held = new HeldBytes();
  private final boolean isTerminal;
  private final boolean hasColour;
  private OutputStream out;
  private boolean hasFullDigests;
  private boolean hasExactSizes;

  Output(Surroundings surroundings) {
    this.target = new BufferedOutputStream(surroundings.out(), 1 << 16);
    this.isTerminal = surroundings.terminals().contains(Surroundings.Stream.OUT);
    this.hasColour = surroundings.hasColour(Surroundings.Stream.OUT);
    this.out = isTerminal ? target : held;
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

  /// Where exact bytes go. Closing it changes nothing.
  public OutputStream bytes() {
    return out;
  }

  /// Where exact bytes go that are too many to be held; what was held is written first.
  public OutputStream directly() throws IOException {
    out = target;
    held.release(target);
    return target;
  }

  /// Shows a person what there is.
  void flush() throws IOException {
    if (isTerminal) {
      target.flush();
    }
  }

  /// Writes everything that is still held.
  void release() throws IOException {
    held.release(target);
    target.flush();
  }
}
