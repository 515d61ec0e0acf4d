package nscr.cli.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import nscr.cli.CommandDescription;
import nscr.cli.CommandDescription.Option;
import nscr.cli.Kind;
import nscr.cli.Kind.Source;
import nscr.cli.completion.TypedLine;
import nscr.oci.RepositoryName;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/// What Tab offers in the shell.
final class Completions implements Completer {
  private final List<CommandDescription> commands;
  private final StoreWords store;
  private final Supplier<ShortNames> names;

  /// @param names what short names mean at the moment
  Completions(List<CommandDescription> commands, StoreWords store, Supplier<ShortNames> names) {
    this.commands = commands;
    this.store = store;
    this.names = names;
  }

  @Override
  public void complete(LineReader reader, ParsedLine line, List<Candidate> found) {
    List<String> before = line.words().subList(0, line.wordIndex());
    String typed = line.word().substring(0, line.wordCursor());
    TypedLine words = new TypedLine(commands, before);
    if (words.awaitsValue()) {
      words.next().ifPresent(kind -> add(kind, words, typed, found));
    } else if (typed.startsWith("-")) {
      words.nextOptions().forEach(option -> add(option, found));
    } else if (words.command().isEmpty()) {
      words.nextNames().forEach(name -> found.add(new Candidate(name)));
    } else {
      words.next().ifPresent(kind -> add(kind, words, typed, found));
    }
  }

  private static void add(Option option, List<Candidate> found) {
    for (String name : option.names()) {
      found.add(new Candidate(name, name, null, option.description(), null, null, true));
    }
  }

  private void add(Kind<?> kind, TypedLine words, String typed, List<Candidate> found) {
    switch (kind.source()) {
      case NOWHERE -> {
        // Nobody knows.
      }
      case WORDS -> kind.words().forEach(word -> found.add(new Candidate(word)));
      case COMMANDS ->
          new TypedLine(commands, words.arguments())
              .nextNames()
              .forEach(name -> found.add(new Candidate(name)));
      case FILES, LOCATIONS -> files(typed, false, found);
      case DIRECTORIES -> files(typed, true, found);
      case REPOSITORIES, REFERENCES, IMAGES, BLOBS, TAGS ->
          named(kind.source(), words, typed).forEach(word -> found.add(candidate(word)));
    }
  }

  /// One that must go on gets no space.
  private static Candidate candidate(String word) {
    boolean isComplete = !word.endsWith(":") && !word.endsWith("@") && !word.endsWith("/");
    return new Candidate(word, word, null, null, null, null, isComplete);
  }

  private List<String> named(Source source, TypedLine words, String typed) {
    Optional<RepositoryName> here = names.get().here();
    String first = words.arguments().stream().findFirst().map(names.get()::reference).orElse("");
    if (typed.startsWith("/")) {
      return store.like(source, typed.substring(1), first).stream()
          .map(word -> "/" + word)
          .toList();
    }
    boolean isHere = here.isPresent() && source != Source.REPOSITORIES && source != Source.TAGS;
    if (!isHere || typed.contains("/") || typed.indexOf(':') > 0 || typed.indexOf('@') > 0) {
      return store.like(source, typed, first);
    }
    boolean isBare = !typed.startsWith(":") && !typed.startsWith("@");
    String dropped = here.get() + (isBare ? source == Source.BLOBS ? "@" : ":" : "");
    return store.like(source, dropped + typed, first).stream()
        .filter(word -> word.startsWith(dropped))
        .map(word -> word.substring(dropped.length()))
        .toList();
  }

  private static void files(String typed, boolean onlyDirectories, List<Candidate> found) {
    int end = typed.lastIndexOf('/') + 1;
    Path folder = Path.of(end == 0 ? "." : typed.substring(0, end));
    List<Path> files = new ArrayList<>();
    try (Stream<Path> all = Files.list(folder)) {
      all.filter(file -> !onlyDirectories || Files.isDirectory(file)).forEach(files::add);
    } catch (IOException e) {
      return;
    }
    for (Path file : files) {
      String more = Files.isDirectory(file) ? "/" : "";
      found.add(candidate(typed.substring(0, end) + file.getFileName() + more));
    }
  }
}
