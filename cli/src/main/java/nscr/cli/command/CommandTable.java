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
          new Entry(IMAGES, "ls", "list repositories, tags, platforms, layers"),
          new Entry(STORE, "gc", "remove what nothing refers to"),
          new Entry(STORE, "check", "prove that the store is sound"),
          new Entry(STORE, "status", "show the store at a glance"),
          new Entry(STORE, "serve", "be a registry over HTTP"),
          new Entry(PARTS, "manifest get", "print a manifest's exact bytes"),
          new Entry(PARTS, "manifest put", "store a manifest"),
          new Entry(PARTS, "manifest rm", "remove manifests and their tags"),
          new Entry(PARTS, "blob get", "print a blob's exact bytes"),
          new Entry(PARTS, "blob put", "store a blob"),
          new Entry(PARTS, "blob stat", "show a blob's size, and whether it is needed"),
          new Entry(PARTS, "blob rm", "take blobs out of a repository"),
          new Entry(ALIASES, "garbage-collect", "gc"),
          new Entry(ALIASES, "gc-stats", "show what the last gc did"));

  @Override
  public List<Entry> entries() {
    return ENTRIES;
  }

  // A switch: a table of constructors would cost every start the making of all its lambdas.
  @Override
  public Command create(String name, Syntax syntax) {
    return switch (name) {
      case "blob get" -> new BlobGetCommand(syntax);
      case "blob put" -> new BlobPutCommand(syntax);
      case "blob rm" -> new BlobRmCommand(syntax);
      case "blob stat" -> new BlobStatCommand(syntax);
      case "check" -> new CheckCommand(syntax);
      case "gc", "garbage-collect" -> new GcCommand(syntax);
      case "gc-stats" -> new GcStatsCommand(syntax);
      case "manifest get" -> new ManifestGetCommand(syntax);
      case "manifest put" -> new ManifestPutCommand(syntax);
      case "manifest rm" -> new ManifestRmCommand(syntax);
      case "serve" -> new ServeCommand(syntax);
      case "status" -> new StatusCommand(syntax);
      case "import" -> new ImportCommand(syntax);
      case "ls" -> new LsCommand(syntax);
      default -> throw new IllegalArgumentException(name);
    };
  }
}
