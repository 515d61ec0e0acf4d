package nscr.cli.manual;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a person wrote of a page: a file of mdoc under `man/parts`. A line `.\" SEE nscr-gc 1` puts
/// a page under "See also", and in whole pages a line `.\" HERE name` is where generated parts go.
///
/// @param lines without those about other pages
/// @param seeAlso names and sections of other pages
record HandWritten(List<String> lines, List<String> seeAlso) {
  private static final String SEE = ".\\\" SEE ";
  private static final String HERE = ".\\\" HERE ";

  /// What there is of a page called `name`.
  static Optional<HandWritten> of(Path parts, String name) throws IOException {
    Path file = parts.resolve(name + ".mdoc");
    if (Files.notExists(file)) {
      return Optional.empty();
    }
    List<String> lines = new ArrayList<>();
    List<String> seeAlso = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      if (line.startsWith(SEE)) {
        seeAlso.add(line.substring(SEE.length()));
      } else {
        lines.add(line);
      }
    }
    return Optional.of(new HandWritten(List.copyOf(lines), List.copyOf(seeAlso)));
  }

  /// What writes a generated part.
  @FunctionalInterface
  interface Part {
    void write(Mdoc page, String name);
  }

  /// The whole page, its generated parts written by `part`.
  String filled(Part part) {
    Mdoc page = new Mdoc();
    page.macro(ManualPage.DATE);
    for (String line : lines) {
      if (line.startsWith(HERE)) {
        part.write(page, line.substring(HERE.length()));
      } else {
        page.lines(List.of(line));
      }
    }
    return page.toString();
  }
}
