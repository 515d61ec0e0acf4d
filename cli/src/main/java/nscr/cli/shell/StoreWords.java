package nscr.cli.shell;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import nscr.cli.Kind.Source;
import nscr.cli.Session;
import nscr.cli.completion.Candidates;
import nscr.oci.RepositoryName;
import nscr.store.Store;

/// What the store has, asked while somebody types: it is open for that moment only, as others want
/// it too.
final class StoreWords {
  private final Session session;

  StoreWords(Session session) {
    this.session = session;
  }

  /// What begins like `typed`; nothing when the store cannot be asked.
  List<String> like(Source source, String typed, String first) {
    try (Store store = session.open(Duration.ZERO, false)) {
      return new Candidates(store).of(source, typed, first);
    } catch (IOException | RuntimeException e) {
      return List.of();
    }
  }

  /// Whether there is such a repository.
  boolean has(RepositoryName repository) throws IOException {
    try (Store store = session.openStore()) {
      return store.repository(repository).exists();
    }
  }
}
