package nscr.cli;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import nscr.oci.Quoted;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Parses what follows a command's name, and says in our words what does not make sense in it.
final class CommandLineParser {
  private CommandLineParser() {}

  /// Gives the options and arguments of `spec` their values.
  ///
  /// @param options asked for help or the version, a command line need not be complete
  /// @throws UsageException when the words do not fit
  static void parse(CommandSpec spec, GlobalOptions options, List<String> words) {
    CommandLine parser =
        new CommandLine(spec)
            .setExpandAtFiles(false)
            .setInterpolateVariables(false)
            .setOverwrittenOptionsAllowed(true)
            .setTrimQuotes(false);
    try {
      parser.parseArgs(words.toArray(String[]::new));
    } catch (ParameterException e) {
      if (!options.asksForHelp() && !options.asksForVersion()) {
        throw new UsageException(message(spec, e));
      }
    }
    if (options.isJson() && options.isQuiet()) {
      throw new UsageException("--json and --quiet exclude each other");
    }
  }

  private static String message(CommandSpec spec, ParameterException e) {
    return switch (e) {
      case UnmatchedArgumentException unmatched -> unknown(spec, unmatched.getUnmatched());
      case MissingParameterException missing -> missing(missing.getMissing());
      case ParameterException wrong when wrong.getCause() instanceof TypeConversionException why ->
          wrong.getArgSpec() instanceof OptionSpec option
              ? option.longestName() + ": " + why.getMessage()
              : why.getMessage();
      default -> e.getMessage();
    };
  }

  private static String unknown(CommandSpec spec, List<String> words) {
    String word = words.getFirst();
    if (!word.startsWith("-")) {
      return refusal(spec, word).orElseGet(() -> "unexpected argument " + Quoted.of(word));
    }
    String bare = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
    return "unknown option "
        + Quoted.of(bare)
        + Suggestion.among(spec.optionsMap().keySet(), bare)
            .map(near -> "; did you mean " + near + "?")
            .orElse("");
  }

  /// Why a command that takes any number of arguments did not take this one: picocli ends such a
  /// list at the first word that is none of its kind, and keeps the reason to itself.
  private static Optional<String> refusal(CommandSpec spec, String word) {
    for (PositionalParamSpec argument : spec.positionalParameters()) {
      if (argument.index().isVariable()
          && argument.converters()[0] instanceof Syntax.Words<?> kind) {
        try {
          kind.convert(word);
        } catch (TypeConversionException e) {
          return Optional.of(e.getMessage());
        }
      }
    }
    return Optional.empty();
  }

  private static String missing(List<ArgSpec> missing) {
    return missing.stream()
        .map(arg ->
            arg instanceof OptionSpec option
                ? option.longestName() + " needs a value: " + option.paramLabel()
                : arg.paramLabel() + " is missing")
        .collect(Collectors.joining(", "));
  }
}
