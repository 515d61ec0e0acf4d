package nscr.cli.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import nscr.cli.CommandDescription;
import nscr.cli.Kind.Source;
import nscr.cli.completion.TypedLine;
import nscr.cli.completion.TypedLine.Role;
import nscr.cli.completion.TypedLine.Word;
import nscr.oci.RepositoryName;

/// What short names mean in the repository one has gone to with `cd`: `1` and `:1` are its tags,
/// `@sha256:…` and `sha256:…` what it has by digest, `.` is the repository itself. A name with `:`,
/// `@` or `/` in it is whole; so is `/app`, which is how another repository is named.
///
/// @param here the repository; empty at the top
record ShortNames(Optional<RepositoryName> here) {
  private static final Pattern DIGEST = Pattern.compile("sha(256|512):.*");

  /// The words of a command line, in full.
  List<String> full(TypedLine line) {
    List<String> full = new ArrayList<>();
    boolean hasArgument = false;
    for (Word word : line.words()) {
      Source source = word.kind().map(kind -> kind.source()).orElse(Source.NOWHERE);
      hasArgument |= word.role() == Role.ARGUMENT;
      switch (word.role()) {
        case ARGUMENT -> argument(source, word.text()).ifPresent(full::add);
        case VALUE -> full.add(source == Source.REFERENCES ? marked(word.text()) : word.text());
        case NAME, OPTION -> full.add(word.text());
      }
    }
    if (!hasArgument && line.command().filter(ShortNames::isAboutHere).isPresent()) {
      here.ifPresent(repository -> full.add(repository.value()));
    }
    return full;
  }

  /// Whether a command without arguments is about where one is, and not about the whole store.
  private static boolean isAboutHere(CommandDescription command) {
    return !command.entry().name().equals("list-repos")
        && command
            .argument(0)
            .filter(first -> !first.isRequired())
            .map(first -> first.kind().source())
            .filter(source -> source == Source.REFERENCES || source == Source.REPOSITORIES)
            .isPresent();
  }

  /// Nothing for `/`, which is the whole store.
  private Optional<String> argument(Source source, String text) {
    return switch (source) {
      case REFERENCES, IMAGES, BLOBS ->
          text.equals("/") ? Optional.empty() : Optional.of(reference(text));
      case REPOSITORIES -> text.equals("/") ? Optional.empty() : Optional.of(marked(text));
      case TAGS -> Optional.of(text.startsWith(":") ? text.substring(1) : text);
      case NOWHERE, WORDS, FILES, DIRECTORIES, LOCATIONS, COMMANDS -> Optional.of(text);
    };
  }

  /// A name in full that may be a bare tag.
  String reference(String text) {
    boolean isWhole = text.contains(":") || text.contains("@") || text.contains("/");
    if (here.isEmpty() || text.equals(".")) {
      return marked(text);
    }
    if (DIGEST.matcher(text).matches()) {
      return here.get() + "@" + text;
    }
    return isWhole ? marked(text) : here.get() + ":" + text;
  }

  /// A name in full whose first character says when it is short.
  private String marked(String text) {
    if (text.startsWith("/")) {
      return text.substring(1);
    }
    boolean isShort = text.startsWith(":") || text.startsWith("@");
    if (here.isEmpty() || !isShort && !text.equals(".")) {
      return text;
    }
    return isShort ? here.get() + text : here.get().value();
  }
}
