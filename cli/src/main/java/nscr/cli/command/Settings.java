package nscr.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import nscr.cli.Given;
import nscr.cli.Kind;
import nscr.cli.Suggestion;
import nscr.cli.Syntax;
import nscr.cli.UsageException;
import nscr.oci.OciException;
import nscr.oci.Quoted;

/// What a command is told in three ways: by options, which override the environment, which
/// overrides a file. `--gc-every 10m`, `NSCR_GC_EVERY=10m` and `gc-every: 10m` are the same.
///
/// Options are declared first, then [#read] looks at the rest, and then values can be asked for.
final class Settings {
  private final Syntax syntax;
  private final Map<String, Known> known = new LinkedHashMap<>();
  private final Map<String, List<?>> read = new HashMap<>();

  Settings(Syntax syntax) {
    this.syntax = syntax;
  }

  private record Known(Kind<?> kind, boolean isList) {}

  /// A setting that has a key and a variable, but is no option of this command.
  <T> Given<Optional<T>> key(Kind<T> kind, String key) {
    known.put(key, new Known(kind, false));
    return () -> this.<T>found(key).map(List::getFirst);
  }

  /// A setting with one value.
  <T> Given<Optional<T>> one(Kind<T> kind, String description, String key) {
    Given<Optional<T>> option = syntax.option(kind, description, "--" + key);
    Given<Optional<T>> elsewhere = key(kind, key);
    return () -> option.get().or(elsewhere::get);
  }

  /// A setting that is true or false; false when nothing is said.
  Given<Boolean> toggle(String description, String key) {
    Given<Optional<Boolean>> option = syntax.toggle(description, "--" + key);
    Given<Optional<Boolean>> elsewhere = key(Kind.BOOLEAN, key);
    return () -> option.get().or(elsewhere::get).orElse(false);
  }

  /// A setting with any number of values: the option repeated, a list in the file, commas in the
  /// variable.
  <T> Given<List<T>> many(Kind<T> kind, String description, String key) {
    Given<List<T>> option = syntax.options(kind, description, "--" + key);
    known.put(key, new Known(kind, true));
    return () -> option.get().isEmpty() ? this.<T>found(key).orElse(List.of()) : option.get();
  }

  @SuppressWarnings("unchecked") // read() put there what the key's kind made
  private <T> Optional<List<T>> found(String key) {
    return Optional.ofNullable((List<T>) read.get(key));
  }

  /// Reads the file, if there is one, and the environment. All of both must make sense, whether
  /// something overrides it or not.
  ///
  /// @param environment the value of a variable
  /// @throws UsageException naming the file's line and key, or the variable
  void read(Optional<Path> file, Function<String, Optional<String>> environment)
      throws IOException {
    if (file.isPresent()) {
      readFile(file.get());
    }
    known.forEach((key, setting) -> {
      String variable = "NSCR_" + key.toUpperCase(Locale.ROOT).replace('-', '_');
      environment
          .apply(variable)
          .map(value -> setting.isList() ? List.of(value.split(",")) : List.of(value))
          .ifPresent(values -> read.put(key, parsed(variable, setting, values)));
    });
  }

  private void readFile(Path file) throws IOException {
    for (YamlSetting said : YamlSetting.read(file)) {
      Known setting = known.get(said.key());
      if (setting == null) {
        throw new UsageException(
            said.place()
                + ": there is no key "
                + Quoted.of(said.key())
                + Suggestion.among(known.keySet(), said.key().replace('_', '-'))
                    .map(near -> "; did you mean " + near + "?")
                    .orElse("; the keys are " + String.join(", ", known.keySet())));
      }
      if (read.containsKey(said.key())) {
        throw new UsageException(said.where() + " is there a second time");
      }
      if (!setting.isList() && said.values().size() != 1) {
        throw new UsageException(said.where() + " has a list where one value is expected");
      }
      read.put(said.key(), parsed(said.where(), setting, said.values()));
    }
  }

  private static List<?> parsed(String where, Known setting, List<String> values) {
    try {
      return values.stream().map(String::strip).map(setting.kind().parser()).toList();
    } catch (UsageException | OciException e) {
      throw new UsageException(where + ": " + e.getMessage());
    }
  }
}
