package nscr.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nscr.oci.Quoted;

/// A command line taken apart: the command's name, of one word or two, and everything else in its
/// order. What every command understands may stand before the name too.
final class CommandWords {
  private final Commands commands;
  private final List<String> rest = new ArrayList<>();
  private Optional<String> name = Optional.empty();
  private boolean isFamily;

  /// @throws UsageException when the first word names no command, or an option before it is none
  CommandWords(Commands commands, List<String> words) {
    this.commands = commands;
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (isComplete() || word.startsWith("-") && !word.equals("-")) {
        rest.add(word);
        if (!isComplete() && i + 1 < words.size() && takesNext(word)) {
          rest.add(words.get(++i));
        }
      } else {
        addToName(word);
      }
    }
  }

  private boolean isComplete() {
    return name.isPresent() && !isFamily;
  }

  /// Whether the word after this option is its value. An option that is none is told at once: what
  /// follows could be anything.
  private boolean takesNext(String option) {
    int equals = option.indexOf('=');
    String bare = equals < 0 ? option : option.substring(0, equals);
    if (GlobalOptions.WITH_VALUE.contains(bare)) {
      return equals < 0;
    }
    boolean isCluster =
        !option.startsWith("--")
            && option.chars().skip(1).allMatch(c -> GlobalOptions.FLAGS.contains("-" + (char) c));
    if (!GlobalOptions.FLAGS.contains(option) && !isCluster) {
      throw new UsageException(
          "unknown option "
              + Quoted.of(option)
              + " before the command's name. A command's own options follow it.");
    }
    return false;
  }

  private void addToName(String word) {
    String whole = name.map(first -> first + " " + word).orElse(word);
    boolean exists =
        whole.equals("help") || commands.entries().stream().anyMatch(e -> e.name().equals(whole));
    boolean begins = commands.entries().stream().anyMatch(e -> e.name().startsWith(whole + " "));
    if (!exists && !begins) {
      throw new UsageException(
          "there is no command " + Quoted.of(whole) + suggestion(whole) + " See nscr help.");
    }
    name = Optional.of(whole);
    isFamily = begins;
  }

  private String suggestion(String typed) {
    List<String> names =
        new ArrayList<>(
            commands.entries().stream()
                .filter(entry -> !entry.isHidden())
                .map(Commands.Entry::name)
                .toList());
    names.add("help");
    return Suggestion.among(names, typed).map(near -> "; did you mean " + near + "?").orElse(".");
  }

  /// The command's name; empty when there is none.
  Optional<String> name() {
    return name;
  }

  /// Whether the name is only the first word of those of several commands.
  boolean isFamily() {
    return isFamily;
  }

  /// Everything but the name.
  List<String> rest() {
    return rest;
  }

  /// After `help`: the words that say about what.
  List<String> helpTopic() {
    return rest.stream().filter(word -> !word.startsWith("-")).toList();
  }

  boolean asksForHelp() {
    return rest.contains("-h") || rest.contains("--help");
  }

  boolean asksForVersion() {
    return rest.contains("-V") || rest.contains("--version");
  }
}
