package nscr.cli.manual;

import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/// A manual page being written, in the language mdoc.
final class Mdoc {
  private static final Pattern SENTENCE_END = Pattern.compile("(?<=[.?!:;]) +(?=[A-Z(])");
  private static final Pattern DASH = Pattern.compile("(?<![\\p{Alnum}\\\\])-");
  private static final Pattern OPTION = Pattern.compile("(?<![\\p{Alnum}])--?[a-z][a-z-]*");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\b[A-Z]{3,}\\b");

  private static final int WIDEST = 78;

  private final StringBuilder out = new StringBuilder();

  /// A macro with its arguments, as it is.
  Mdoc macro(String line) {
    out.append('.').append(line).append('\n');
    return this;
  }

  Mdoc section(String heading) {
    return macro("Sh " + heading);
  }

  /// Lines that are mdoc already.
  Mdoc lines(List<String> lines) {
    lines.forEach(line -> out.append(line).append('\n'));
    return this;
  }

  /// Prose, each sentence on lines of its own.
  Mdoc text(String prose) {
    for (String sentence : SENTENCE_END.split(prose)) {
      wrap(DASH.matcher(escaped(sentence)).replaceAll("\\\\-"));
    }
    return this;
  }

  private void wrap(String text) {
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ")) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > WIDEST) {
        out.append(atLineStart(line.toString())).append('\n');
        line.setLength(0);
      }
      // Paths are not to be hyphenated.
      String mark = word.contains("/") || word.contains("_") ? "\\%" : "";
      line.append(line.isEmpty() ? "" : " ").append(mark).append(word);
    }
    out.append(atLineStart(line.toString())).append('\n');
  }

  /// How a command is written: options in bold, what is to be put in underlined.
  Mdoc synopsis(String form) {
    String options = OPTION.matcher(form).replaceAll("\\\\fB$0\\\\fR");
    String line = PLACEHOLDER.matcher(options).replaceAll("\\\\fI$0\\\\fR");
    wrap(line.replace("-", "\\-"));
    return this;
  }

  /// Lines to be typed, exactly as they are.
  Mdoc literal(Collection<String> lines) {
    macro("Bd -literal -offset indent");
    for (String line : lines) {
      String exact =
          escaped(line)
              .replace("-", "\\-")
              .replace("'", "\\(aq")
              .replace("`", "\\(ga")
              .replace("^", "\\(ha")
              .replace("~", "\\(ti");
      out.append(atLineStart(exact)).append('\n');
    }
    return macro("Ed");
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\e").replace("…", "\\[u2026]");
  }

  private static String atLineStart(String line) {
    return line.startsWith(".") || line.startsWith("'") ? "\\&" + line : line;
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
