package nscr.cli.manual;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nscr.SourceTree;
import nscr.cli.Result;
import nscr.cli.completion.CompletionScripts;
import org.junit.jupiter.api.Test;

/// What is in `man/` and `completion/` is what the commands say of themselves today.
/// `scripts/generate` writes it anew, which is this test with `-Dnscr.generate=true`.
class GeneratedTextsTest {
  private final Path root = SourceTree.rootAbove(Path.of("").toAbsolutePath());

  @Test
  void the_manual_is_that_of_these_commands() throws IOException {
    hold(root.resolve("man"), new Manual(root).pages());
  }

  @Test
  void shells_complete_these_commands() throws IOException {
    hold(root.resolve("completion"), new CompletionScripts().scripts());
  }

  /// Holds the files of `folder` to the texts they must have, or gives them these.
  private void hold(Path folder, Map<Path, String> texts) throws IOException {
    boolean isWriting = Boolean.getBoolean("nscr.generate");
    Set<Path> stale = new TreeSet<>();
    try (Stream<Path> files = Files.list(folder)) {
      files.filter(Files::isRegularFile).map(root::relativize).forEach(stale::add);
    }
    stale.removeAll(texts.keySet());
    for (Map.Entry<Path, String> text : texts.entrySet()) {
      Path file = root.resolve(text.getKey());
      if (isWriting) {
        Files.writeString(file, text.getValue());
      }
      String found = Files.exists(file) ? Files.readString(file) : "";
      assertEquals(text.getValue(), found, () -> text.getKey() + ": run scripts/generate");
    }
    if (isWriting) {
      for (Path file : stale) {
        Files.delete(root.resolve(file));
      }
    } else {
      assertEquals(Set.of(), stale, "nobody made these; run scripts/generate");
    }
  }

  @Test
  void every_answer_is_in_the_manual() throws IOException {
    Set<String> answers = new TreeSet<>();
    Path room = root.resolve("cli/target/classes/nscr/cli/command");
    try (Stream<Path> files = Files.list(room)) {
      files
          .map(file -> file.getFileName().toString().replaceFirst("\\.class$", ""))
          .filter(name -> !name.equals("package-info"))
          .filter(name -> Result.class.isAssignableFrom(Answers.type(name)))
          .forEach(answers::add);
    }
    assertEquals(
        answers,
        Answers.OF_COMMANDS.values().stream()
            .flatMap(java.util.Collection::stream)
            .collect(Collectors.toCollection(TreeSet::new)));
  }
}
