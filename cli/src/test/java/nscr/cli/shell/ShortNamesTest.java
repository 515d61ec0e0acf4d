package nscr.cli.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import nscr.cli.command.CommandTable;
import nscr.cli.completion.TypedLine;
import nscr.oci.RepositoryName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShortNamesTest {
  private static String full(String line, Optional<RepositoryName> here) {
    var commands = ShellCommands.all(new CommandTable());
    TypedLine typed = new TypedLine(commands, List.of(line.split(" ")));
    return String.join(" ", new ShortNames(here).full(typed));
  }

  @ParameterizedTest
  @CsvSource({
    "ls, ls team/app",
    "ls -q, ls -q team/app",
    "ls /, ls",
    "ls 1, ls team/app:1",
    "ls /other, ls other",
    "ls other:2, ls other:2",
    "ls --untagged, ls --untagged team/app",
    "list-repos, list-repos",
    "du, du team/app",
    "du /, du",
    "du other, du other",
    "inspect :1, inspect team/app:1",
    "inspect 1 --platform linux/amd64, inspect team/app:1 --platform linux/amd64",
    "inspect --platform linux/amd64 1, inspect --platform linux/amd64 team/app:1",
    "inspect @sha256:ab, inspect team/app@sha256:ab",
    "inspect sha256:ab, inspect team/app@sha256:ab",
    "blob get sha256:ab -o f, blob get team/app@sha256:ab -o f",
    "tag 1 stable other:3, tag team/app:1 stable other:3",
    "rm -r ., rm -r team/app",
    "rm 1 :2 other:3, rm team/app:1 team/app:2 other:3",
    "import x.tar --as :2, import x.tar --as team/app:2",
    "import x.tar --as app, import x.tar --as app",
    "blob put . file, blob put team/app file",
    "gc --untagged 1d, gc --untagged 1d",
    "--store s ls 1, --store s ls team/app:1",
    "no such thing, no such thing",
  })
  void names_are_in_the_repository_one_is_in(String line, String expected) {
    assertEquals(expected, full(line, Optional.of(new RepositoryName("team/app"))));
  }

  @ParameterizedTest
  @CsvSource({"ls, ls", "ls app, ls app", "inspect /app:1, inspect app:1", "ls /, ls"})
  void at_the_top_names_are_whole(String line, String expected) {
    assertEquals(expected, full(line, Optional.empty()));
  }
}
