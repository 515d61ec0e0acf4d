package nscr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nscr.store.Store;
import nscr.store.StoreOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What completion scripts are told. How shells use it is tried by `.ci/check-completion`.
class CompletionTest {
  @TempDir private Path temporary;

  private List<String> words(String... asked) throws IOException {
    Path store = temporary.resolve("store");
    TestProgram nscr = new TestProgram(store);
    if (Files.notExists(store)) {
      Stocked.stock(nscr);
    }
    List<String> words = new ArrayList<>(List.of("complete"));
    words.addAll(List.of(asked));
    return nscr.run(words.toArray(String[]::new)).ok().lines();
  }

  @Test
  void repositories_come_first_and_what_is_in_them_once_one_is_left() throws IOException {
    assertEquals(List.of("app", "multi"), words("repositories", ""));
    assertEquals(List.of("app", "multi"), words("references", ""));
    assertEquals(List.of("app:", "multi:"), words("images", ""));
    assertEquals(List.of("app@", "multi@"), words("blobs", ""));
    assertEquals(List.of("multi", "multi:1"), words("references", "m"));
    assertEquals(List.of("multi:1"), words("images", "mult"));
    assertEquals(List.of(), words("images", "x"));
    assertEquals(List.of(), words("images", "App"));
  }

  @Test
  void tags_and_digests_are_those_of_the_repository() throws IOException {
    assertEquals(List.of("app:1", "app:2", "app:stable"), words("images", "app:"));
    assertEquals(List.of("app:stable"), words("images", "app:s"));
    assertEquals(List.of("stable"), words("tags", "s", "app:1"));
    assertEquals(List.of("multi:1"), words("tags", "multi:", "app:1"));
    String image = Stocked.APP.root().digest().toString();
    assertEquals(List.of("app@" + image), words("images", "app@" + image.substring(0, 20)));
    assertTrue(words("images", "app@").contains("app@" + image));
    String layer = Stocked.APP.parts().get(1).descriptor().digest().toString();
    assertEquals(List.of("app@" + layer), words("blobs", "app@" + layer.substring(0, 20)));
    assertTrue(words("blobs", "app@").contains("app@" + layer));
    assertTrue(!words("blobs", "app@").contains("app@" + image));
  }

  @Test
  void where_there_is_no_answer_nothing_is_said() throws IOException {
    TestProgram none = new TestProgram(temporary.resolve("none"));
    Answer answer = none.run("complete", "images", "a").ok();
    assertEquals("", answer.out() + answer.err());
    assertTrue(Files.notExists(temporary.resolve("none")));
    assertEquals(List.of(), words("tags", "s", "no name"));
    Path busy = temporary.resolve("busy");
    StoreOptions here = new StoreOptions(Duration.ZERO, "the test", true, InstantSource.system());
    try (Store store = Store.open(busy, here)) {
      assertEquals(List.of(), store.repositories(Optional.empty(), 1));
      answer = new TestProgram(busy).run("complete", "images", "a").ok();
      assertEquals("", answer.out() + answer.err());
    }
  }

  @Test
  void the_scripts_are_those_in_the_folder() throws IOException {
    Path folder = nscr.SourceTree.rootAbove(Path.of("").toAbsolutePath()).resolve("completion");
    TestProgram nscr = new TestProgram(temporary.resolve("none"));
    for (String[] names :
        List.of(
            new String[] {"bash", "nscr.bash"},
            new String[] {"zsh", "_nscr"},
            new String[] {"fish", "nscr.fish"})) {
      assertEquals(
          Files.readString(folder.resolve(names[1])), nscr.run("completion", names[0]).ok().out());
    }
    nscr.run("completion", "tcsh").failure(ExitCode.USAGE);
  }
}
