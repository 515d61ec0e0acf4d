package nscr.cli.manual;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What the sources say of records, in the comment above each.
///
/// @param root the folder of the root pom
record SourceComments(Path root) {

  /// The first sentence about a record.
  String summary(Class<?> record) {
    String all = String.join(" ", comment(record)).strip();
    String before = all.split(" ?@param ")[0];
    return before.split("(?<=\\.) ")[0];
  }

  /// What `@param` says of the components, those it says something of.
  Map<String, String> components(Class<?> record) {
    Map<String, String> said = new LinkedHashMap<>();
    String[] parts = String.join(" ", comment(record)).split("@param ");
    for (int i = 1; i < parts.length; i++) {
      int space = parts[i].indexOf(' ');
      said.put(
          parts[i].substring(0, space),
          parts[i].substring(space).strip().replaceAll("\\[#?(\\w+)\\]", "$1").replace("`", ""));
    }
    return said;
  }

  /// The lines of the comment above a record.
  private List<String> comment(Class<?> record) {
    Deque<String> lines = new ArrayDeque<>();
    List<String> source = source(record);
    String declaration = "record " + record.getSimpleName() + "(";
    for (int i = 0; i < source.size(); i++) {
      if (source.get(i).contains(declaration) && !source.get(i).strip().startsWith("//")) {
        for (int above = i - 1; above >= 0; above--) {
          String line = source.get(above).strip();
          if (!line.startsWith("///")) {
            return List.copyOf(lines);
          }
          lines.addFirst(line.substring(3).strip());
        }
      }
    }
    throw new IllegalStateException("no source declares " + record);
  }

  private List<String> source(Class<?> record) {
    String outermost = record.getName().replaceFirst("\\$.*", "").replace('.', '/');
    return Stream.of("cli", "server", "store")
        .map(module -> root.resolve(module + "/src/main/java/" + outermost + ".java"))
        .filter(Files::exists)
        .findFirst()
        .map(SourceComments::read)
        .orElseThrow(() -> new IllegalStateException("no source of " + record));
  }

  private static List<String> read(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
