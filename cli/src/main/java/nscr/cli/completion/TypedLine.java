package nscr.cli.completion;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nscr.cli.CommandDescription;
import nscr.cli.CommandDescription.Argument;
import nscr.cli.CommandDescription.Option;
import nscr.cli.Kind;

/// The words of a command line, each with what it is, and what may come next. Nothing is checked:
/// that is for the command to do.
public final class TypedLine {
  private final List<CommandDescription> commands;
  private final List<Word> words = new ArrayList<>();
  private Optional<CommandDescription> command = Optional.empty();
  private Optional<Kind<?>> awaited = Optional.empty();
  private String name = "";
  private int arguments;

  /// What a word is.
  public enum Role {
    NAME,
    OPTION,
    VALUE,
    ARGUMENT
  }

  /// A word.
  ///
  /// @param kind of values and arguments, as far as one is known
  public record Word(String text, Role role, Optional<Kind<?>> kind) {}

  public TypedLine(List<CommandDescription> commands, List<String> typed) {
    this.commands = commands;
    typed.forEach(this::add);
  }

  private void add(String text) {
    if (awaited.isPresent()) {
      words.add(new Word(text, Role.VALUE, awaited));
      awaited = Optional.empty();
    } else if (text.startsWith("-") && !text.equals("-")) {
      words.add(new Word(text, Role.OPTION, Optional.empty()));
      awaited = option(text).filter(Option::needsValue).flatMap(Option::value);
    } else if (command.isEmpty()) {
      name = name.isEmpty() ? text : name + " " + text;
      command = commands.stream().filter(one -> one.entry().name().equals(name)).findFirst();
      words.add(new Word(text, Role.NAME, Optional.empty()));
    } else {
      words.add(new Word(text, Role.ARGUMENT, nextArgument()));
      arguments++;
    }
  }

  private Optional<Kind<?>> nextArgument() {
    return command.flatMap(one -> one.argument(arguments)).map(Argument::kind);
  }

  private Optional<Option> option(String text) {
    return command.isPresent()
        ? command.get().option(text)
        : CommandDescription.everywhere().stream()
            .filter(option -> option.names().contains(text))
            .findFirst();
  }

  public List<Word> words() {
    return List.copyOf(words);
  }

  /// The command, once its name is complete.
  public Optional<CommandDescription> command() {
    return command;
  }

  /// The arguments so far.
  public List<String> arguments() {
    return words.stream().filter(word -> word.role() == Role.ARGUMENT).map(Word::text).toList();
  }

  /// The kind of the word that comes next, unless it is an option or part of the command's name.
  public Optional<Kind<?>> next() {
    return awaited.isPresent() ? awaited : nextArgument();
  }

  /// Whether the word that comes next is an option's value.
  public boolean awaitsValue() {
    return awaited.isPresent();
  }

  /// What may come next of the command's name.
  public List<String> nextNames() {
    String before = name.isEmpty() ? "" : name + " ";
    return command.isPresent()
        ? List.of()
        : commands.stream()
            .map(one -> one.entry().name())
            .filter(one -> one.startsWith(before))
            .map(one -> one.substring(before.length()).split(" ")[0])
            .distinct()
            .toList();
  }

  /// The options that may come next.
  public List<Option> nextOptions() {
    List<Option> all = new ArrayList<>();
    command.ifPresent(one -> all.addAll(one.options()));
    all.addAll(CommandDescription.everywhere());
    return all;
  }
}
