package nscr.cli.command;

import java.util.List;
import nscr.cli.Command;
import nscr.cli.Commands;
import nscr.cli.Syntax;

/// Every command: its place in the overview, and how it is built.
///
/// To add one, write its class, and a line in both lists below.
public final class CommandTable implements Commands {
  private static final String IMAGES = "Images";
  private static final String STORE = "The store";
  private static final String PARTS = "Raw parts";
  private static final String ALIASES = "Aliases";

  private static final List<Entry> ENTRIES =
      List.of(
          new Entry(IMAGES, "import", "read images from archives into the store"),
          new Entry(IMAGES, "ls", "list repositories, tags, platforms, layers"));

  @Override
  public List<Entry> entries() {
    return ENTRIES;
  }

  // A switch: a table of constructors would cost every start the making of all its lambdas.
  @Override
  public Command create(String name, Syntax syntax) {
    return switch (name) {
      case "import" -> new ImportCommand(syntax);
      case "ls" -> new LsCommand(syntax);
      default -> throw new IllegalArgumentException(name);
    };
  }
}
