package nscr.cli.shell;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nscr.cli.Text;
import nscr.oci.RepositoryName;
import nscr.store.Store;

/// What stands before each command: the store, who has it open if somebody has, and the repository
/// one is in.
///
/// @param home the user's, which is shown as `~`
record Prompt(Path store, Optional<String> home) {
  private static final Pattern PROCESS = Pattern.compile("process (\\d+).*");

  String text(Optional<RepositoryName> here) {
    return Text.visible(
        shortened()
            + owner().map(owner -> " [" + owner + "]").orElse("")
            + here.map(repository -> " " + repository).orElse("")
            + "> ");
  }

  private String shortened() {
    String path = store.toString();
    return home.filter(directory -> path.startsWith(directory + "/"))
        .map(directory -> "~" + path.substring(directory.length()))
        .orElse(path);
  }

  private Optional<String> owner() {
    try {
      return Store.owner(store).filter(Prompt::isAlive);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /// A process that was killed could not take its name away.
  private static boolean isAlive(String owner) {
    Matcher process = PROCESS.matcher(owner);
    return !process.matches() || ProcessHandle.of(Long.parseLong(process.group(1))).isPresent();
  }
}
