package nscr.cli;

import java.util.List;

/// The commands there are.
///
/// A command is built only when it is the one that was asked for, so that a start costs the same
/// however many there are.
public interface Commands {

  /// What the overview says of a command.
  ///
  /// @param group the heading it stands under; empty when it is for programs and in no overview
  /// @param name as it is typed; the commands of a family have two words
  record Entry(String group, String name, String summary) {
    public boolean isHidden() {
      return group.isEmpty();
    }
  }

  /// All of them, in the order of the overview.
  List<Entry> entries();

  /// Builds the command called `name`, which is one of the entries', on `syntax`.
  Command create(String name, Syntax syntax);
}
