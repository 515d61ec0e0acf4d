package nscr.cli.completion;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import nscr.cli.Kind.Source;
import nscr.oci.Digest;
import nscr.oci.ImageReference;
import nscr.oci.RepositoryName;
import nscr.rows.EdgeRow;
import nscr.rows.ManifestRow;
import nscr.rows.TagRow;
import nscr.store.Store;

/// What of a store a word may become, in order. Costs what it answers, which is bounded, however
/// large the store is.
///
/// Repositories come first, and what is in them once only one is left. A name that must go on ends
/// with `:` or `@`.
public final class Candidates {
  private static final int MOST = 1000;

  private final Store store;

  public Candidates(Store store) {
    this.store = store;
  }

  /// What begins with `typed`.
  ///
  /// @param first the command's first argument, which [Source#TAGS] is about; may be empty
  /// @throws nscr.oci.OciException when `first` makes no sense
  public List<String> of(Source source, String typed, String first) throws IOException {
    return switch (source) {
      case REPOSITORIES -> names(repositories(typed));
      case REFERENCES, IMAGES, BLOBS -> inRepositories(source, typed);
      case TAGS -> typed.contains(":") ? inRepositories(Source.IMAGES, typed) : own(first, typed);
      case NOWHERE, WORDS, FILES, DIRECTORIES, LOCATIONS, COMMANDS -> List.of();
    };
  }

  private List<String> own(String first, String typed) throws IOException {
    return tags(ImageReference.parse(first).repository(), typed);
  }

  private List<String> inRepositories(Source source, String typed) throws IOException {
    int at = typed.indexOf('@');
    int end = at >= 0 ? at : typed.indexOf(':');
    if (end >= 0) {
      Optional<RepositoryName> name = named(typed.substring(0, end));
      return name.isEmpty() ? List.of() : content(source, name.get(), typed.substring(end));
    }
    List<RepositoryName> names = repositories(typed);
    if (names.size() != 1) {
      String more = source == Source.BLOBS ? "@" : source == Source.IMAGES ? ":" : "";
      return names.stream().map(name -> name + more).toList();
    }
    RepositoryName only = names.getFirst();
    List<String> found = new ArrayList<>(content(source, only, source == Source.BLOBS ? "@" : ":"));
    if (source == Source.IMAGES && found.isEmpty()) {
      return content(source, only, "@");
    }
    if (source == Source.REFERENCES) {
      found.addFirst(only.value());
    }
    return found;
  }

  /// @param typed from the `:` or `@` on
  private List<String> content(Source source, RepositoryName repository, String typed)
      throws IOException {
    String rest = typed.substring(1);
    List<String> found =
        typed.startsWith(":")
            ? source == Source.BLOBS ? List.of() : tags(repository, rest)
            : source == Source.BLOBS ? blobs(repository, rest) : manifests(repository, rest);
    return found.stream().map(name -> repository + typed.substring(0, 1) + name).toList();
  }

  private List<RepositoryName> repositories(String typed) throws IOException {
    // The longest name that is one leads to all that go on like it.
    String start = typed;
    while (!start.isEmpty() && named(start).isEmpty()) {
      start = start.substring(0, start.length() - 1);
    }
    List<RepositoryName> found = new ArrayList<>();
    Optional<RepositoryName> after = named(start);
    if (after.isPresent() && start.equals(typed) && store.repository(after.get()).exists()) {
      found.add(after.get());
    }
    List<RepositoryName> page;
    do {
      page = store.repositories(after, MOST);
      page.stream().filter(name -> name.value().startsWith(typed)).forEach(found::add);
      after = page.isEmpty() ? after : Optional.of(page.getLast());
    } while (page.size() == MOST
        && found.size() < MOST
        && page.getLast().value().startsWith(start));
    return found;
  }

  private static Optional<RepositoryName> named(String text) {
    return RepositoryName.isValid(text) ? Optional.of(new RepositoryName(text)) : Optional.empty();
  }

  private static List<String> names(List<RepositoryName> repositories) {
    return repositories.stream().map(RepositoryName::value).toList();
  }

  private List<String> tags(RepositoryName repository, String typed) throws IOException {
    return store.rows().scan(TagRow.in(repository), before(typed), MOST).stream()
        .map(row -> row.tag().value())
        .filter(tag -> tag.startsWith(typed))
        .toList();
  }

  private List<String> manifests(RepositoryName repository, String typed) throws IOException {
    return store.rows().scan(ManifestRow.in(repository), before(typed), MOST).stream()
        .map(row -> row.digest().toString())
        .filter(digest -> digest.startsWith(typed))
        .toList();
  }

  /// Those that manifests need; another one is known to nobody but who put it.
  private List<String> blobs(RepositoryName repository, String typed) throws IOException {
    Set<String> found = new LinkedHashSet<>();
    for (EdgeRow row : store.rows().scan(EdgeRow.in(repository), before(typed), MOST)) {
      Digest child = row.child();
      if (child.toString().startsWith(typed)
          && store.repository(repository).manifests().row(child).isEmpty()) {
        found.add(child.toString());
      }
    }
    return List.copyOf(found);
  }

  /// What stands just before everything that begins like this: names are of characters below the
  /// last of ASCII.
  private static Optional<String> before(String typed) {
    if (typed.isEmpty()) {
      return Optional.empty();
    }
    int last = typed.length() - 1;
    return Optional.of(typed.substring(0, last) + (char) (typed.charAt(last) - 1) + '\u007f');
  }
}
