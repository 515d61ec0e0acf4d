package nscr.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nscr.oci.OciException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.TypeConversionException;

/// How one command is written and what its help says, built by the command itself, option by
/// option: annotations would cost every start the reflection over all of them.
///
/// Arguments stand on the command line in the order they are asked for here. Nothing is formatted:
/// a `%` in a text is a `%`.
public final class Syntax {
  private final CommandSpec spec;
  private final boolean isHidden;
  private int arguments;

  /// @param isHidden whether the help leaves out what is added
  Syntax(CommandSpec spec, boolean isHidden) {
    this.spec = spec;
    this.isHidden = isHidden;
  }

  /// Says what the command does, in a paragraph, and how it is written.
  ///
  /// @param synopsis what follows the command's name
  public Syntax says(String synopsis, String paragraph) {
    spec.usageMessage()
        .customSynopsis((spec.name() + " " + synopsis).strip())
        .description("%n" + unformatted(paragraph));
    return this;
  }

  /// Shows how the command is used: an example a line.
  public Syntax examples(String... lines) {
    spec.usageMessage()
        .footerHeading("%nExamples:%n")
        .footer(Arrays.stream(lines).map(line -> "  " + unformatted(line)).toArray(String[]::new));
    return this;
  }

  /// Says what exit codes mean that are special here.
  public Syntax exits(ExitCode code, String when) {
    spec.usageMessage()
        .exitCodeListHeading("%nExit codes:%n")
        .exitCodeList(Map.of(String.valueOf(code.number()), unformatted(when)));
    return this;
  }

  /// Something that is said by an option's mere presence.
  public Given<Boolean> flag(String description, String... names) {
    OptionSpec option =
        OptionSpec.builder(names)
            .type(boolean.class)
            .hidden(isHidden)
            .description(unformatted(description))
            .build();
    spec.addOption(option);
    return () -> option.getValue() != null && (boolean) option.getValue();
  }

  /// Something that is said by an option's mere presence, and unsaid by the value `false`: empty
  /// when nothing is said.
  public Given<Optional<Boolean>> toggle(String description, String... names) {
    OptionSpec option =
        valued(Kind.BOOLEAN, description, names)
            .type(Object.class)
            .arity("0..1")
            .fallbackValue("true")
            .build();
    spec.addOption(option);
    return () -> Optional.ofNullable(option.getValue());
  }

  /// An option with a value; the last one counts.
  public <T> Given<Optional<T>> option(Kind<T> kind, String description, String... names) {
    OptionSpec option = valued(kind, description, names).type(Object.class).build();
    spec.addOption(option);
    return () -> Optional.ofNullable(option.getValue());
  }

  /// An option that may be given many times, each time with a value.
  public <T> Given<List<T>> options(Kind<T> kind, String description, String... names) {
    OptionSpec option =
        valued(kind, description, names).type(List.class).auxiliaryTypes(Object.class).build();
    spec.addOption(option);
    return () -> {
      List<T> found = option.getValue();
      return found == null ? List.of() : List.copyOf(found);
    };
  }

  private OptionSpec.Builder valued(Kind<?> kind, String description, String... names) {
    return OptionSpec.builder(names)
        .hidden(isHidden)
        .paramLabel(kind.label())
        .converters(converter(kind))
        .description(unformatted(description));
  }

  /// An argument that must be there.
  public <T> Given<T> argument(Kind<T> kind, String description) {
    ArgSpec argument = one(kind, description, "1");
    return argument::getValue;
  }

  /// An argument that may be left out.
  public <T> Given<Optional<T>> optionalArgument(Kind<T> kind, String description) {
    ArgSpec argument = one(kind, description, "0..1");
    return () -> Optional.ofNullable(argument.getValue());
  }

  /// All arguments from here on.
  ///
  /// @param arity how many, such as `1..*`
  public <T> Given<List<T>> arguments(String arity, Kind<T> kind, String description) {
    PositionalParamSpec rest =
        PositionalParamSpec.builder()
            .index(arguments + "..*")
            .arity(arity)
            .required(!arity.startsWith("0"))
            .type(List.class)
            .auxiliaryTypes(Object.class)
            .paramLabel(kind.label())
            .converters(converter(kind))
            .description(unformatted(description))
            .build();
    spec.addPositional(rest);
    return () -> {
      List<T> found = rest.getValue();
      return found == null ? List.of() : List.copyOf(found);
    };
  }

  private ArgSpec one(Kind<?> kind, String description, String arity) {
    PositionalParamSpec argument =
        PositionalParamSpec.builder()
            .index(String.valueOf(arguments++))
            .arity(arity)
            .required(!arity.startsWith("0"))
            .type(Object.class)
            .paramLabel(kind.label())
            .converters(converter(kind))
            .description(unformatted(description))
            .build();
    spec.addPositional(argument);
    return argument;
  }

  private static <T> ITypeConverter<T> converter(Kind<T> kind) {
    return new Words<>(kind);
  }

  /// Reads words of a kind, and remembers which that is for [CommandDescription].
  record Words<T>(Kind<T> kind) implements ITypeConverter<T> {

    /// What does not make sense as typed is the typist's affair, whatever it would be elsewhere.
    @Override
    public T convert(String text) {
      try {
        return kind.parser().apply(text);
      } catch (UsageException | OciException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  private static String unformatted(String text) {
    return text.replace("%", "%%");
  }
}
