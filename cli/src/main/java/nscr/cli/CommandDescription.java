package nscr.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// All that a command told its [Syntax], for those who describe commands or complete command lines.
/// Running a command needs none of it.
///
/// @param synopsis what follows the command's name
/// @param paragraph what it does
/// @param options its own; [#everywhere] are those of every command
/// @param examples a command line each
/// @param exits what exit codes mean that are special here
public record CommandDescription(
    Commands.Entry entry,
    String synopsis,
    String paragraph,
    List<Option> options,
    List<Argument> arguments,
    List<String> examples,
    Map<Integer, String> exits) {

  /// An option.
  ///
  /// @param value the kind of its value; empty for a flag
  /// @param needsValue whether the word after it is its value; otherwise a value stands behind `=`
  public record Option(
      List<String> names, Optional<Kind<?>> value, boolean needsValue, String description) {
    public Option {
      names = List.copyOf(names);
    }
  }

  /// An argument.
  ///
  /// @param isMany whether all words from here on are
  public record Argument(Kind<?> kind, boolean isRequired, boolean isMany, String description) {}

  public CommandDescription {
    options = List.copyOf(options);
    arguments = List.copyOf(arguments);
    examples = List.copyOf(examples);
    exits = Map.copyOf(exits);
  }

  /// Describes one of the commands.
  public static CommandDescription of(Commands commands, Commands.Entry entry) {
    CommandSpec spec = CommandSpec.create().name("nscr " + entry.name());
    commands.create(entry.name(), new Syntax(spec, false));
    var usage = spec.usageMessage();
    Map<Integer, String> exits = new LinkedHashMap<>();
    usage.exitCodeList().forEach((code, when) -> exits.put(Integer.valueOf(code), plain(when)));
    return new CommandDescription(
        entry,
        usage.customSynopsis()[0].substring(spec.name().length()).strip(),
        plain(usage.description()[0]).strip(),
        options(spec),
        arguments(spec),
        Arrays.stream(usage.footer()).map(line -> plain(line).strip()).toList(),
        exits);
  }

  /// The options that every command has.
  public static List<Option> everywhere() {
    CommandSpec spec = CommandSpec.create();
    new GlobalOptions(new Syntax(spec, false));
    return options(spec);
  }

  /// The option called `name`, be it this command's or every command's.
  public Optional<Option> option(String name) {
    return Stream.concat(options.stream(), everywhere().stream())
        .filter(option -> option.names().contains(name))
        .findFirst();
  }

  /// The argument that stands at `position`, counted from 0.
  public Optional<Argument> argument(int position) {
    if (position < arguments.size()) {
      return Optional.of(arguments.get(position));
    }
    return arguments.isEmpty()
        ? Optional.empty()
        : Optional.of(arguments.getLast()).filter(Argument::isMany);
  }

  private static List<Option> options(CommandSpec spec) {
    List<Option> options = new ArrayList<>();
    for (OptionSpec option : spec.options()) {
      options.add(
          new Option(
              List.of(option.names()),
              kind(option),
              option.arity().min() > 0,
              plain(option.description()[0])));
    }
    return options;
  }

  private static List<Argument> arguments(CommandSpec spec) {
    List<Argument> arguments = new ArrayList<>();
    for (var argument : spec.positionalParameters()) {
      arguments.add(
          new Argument(
              kind(argument).orElseThrow(),
              argument.required(),
              argument.isMultiValue(),
              plain(argument.description()[0])));
    }
    return arguments;
  }

  private static Optional<Kind<?>> kind(ArgSpec spec) {
    for (ITypeConverter<?> converter : spec.converters()) {
      if (converter instanceof Syntax.Words<?>(Kind<?> kind)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  /// Undoes what [Syntax] does to save a text from being formatted.
  private static String plain(String text) {
    return text.replaceFirst("^%n", "").replace("%%", "%");
  }
}
