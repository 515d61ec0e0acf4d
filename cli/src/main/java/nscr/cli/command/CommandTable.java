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
  private static final String TERMINAL = "At a terminal";
  private static final String ALIASES = "Aliases";

  private static final List<Entry> ENTRIES =
      List.of(
          new Entry(IMAGES, "import", "read images from archives into the store"),
          new Entry(IMAGES, "export", "write images into an archive"),
          new Entry(IMAGES, "ls", "list repositories, tags, platforms, layers"),
          new Entry(IMAGES, "inspect", "show what an image is made of"),
          new Entry(IMAGES, "tag", "give an image more tags, here or in another repository"),
          new Entry(IMAGES, "untag", "take tags away; the images stay"),
          new Entry(IMAGES, "rm", "remove images and repositories"),
          new Entry(STORE, "du", "show what takes how much space"),
          new Entry(STORE, "gc", "give back the space of what nothing refers to"),
          new Entry(STORE, "check", "prove that the store is whole"),
          new Entry(STORE, "backup", "copy the store elsewhere, or what changed since"),
          new Entry(STORE, "restore", "make a store of a backup"),
          new Entry(STORE, "status", "show the store at a glance"),
          new Entry(STORE, "serve", "be a registry over HTTP"),
          new Entry(STORE, "torture", "try to break a store, and prove that it held"),
          new Entry(PARTS, "manifest get", "write a manifest's exact bytes"),
          new Entry(PARTS, "manifest put", "put a manifest as it is"),
          new Entry(PARTS, "manifest rm", "remove a manifest and its tags"),
          new Entry(PARTS, "blob get", "write a blob's exact bytes"),
          new Entry(PARTS, "blob put", "put bytes of any kind"),
          new Entry(PARTS, "blob stat", "show a blob's size"),
          new Entry(PARTS, "blob rm", "remove a blob that no manifest needs"),
          new Entry(TERMINAL, "shell", "type commands, with history and completion"),
          new Entry(TERMINAL, "completion", "write a shell's completion script"),
          new Entry("", "complete", "say what a word may become"),
          new Entry(ALIASES, "list-repos", "ls"),
          new Entry(ALIASES, "list-tags", "ls REPO"),
          new Entry(ALIASES, "delete-image", "rm, as delete-image REPO TAG"),
          new Entry(ALIASES, "garbage-collect", "gc"),
          new Entry(ALIASES, "gc-stats", "the last gc, as status shows it"));

  @Override
  public List<Entry> entries() {
    return ENTRIES;
  }

  // A switch: a table of constructors would cost every start the making of all its lambdas.
  @Override
  public Command create(String name, Syntax syntax) {
    return switch (name) {
      case "import" -> new ImportCommand(syntax);
      case "export" -> new ExportCommand(syntax);
      case "ls", "list-repos", "list-tags" -> new LsCommand(syntax);
      case "inspect" -> new InspectCommand(syntax);
      case "tag" -> new TagCommand(syntax);
      case "untag" -> new UntagCommand(syntax);
      case "rm" -> new RmCommand(syntax);
      case "du" -> new DuCommand(syntax);
      case "gc", "garbage-collect" -> new GcCommand(syntax);
      case "check" -> new CheckCommand(syntax);
      case "backup" -> new BackupCommand(syntax);
      case "restore" -> new RestoreCommand(syntax);
      case "serve" -> new ServeCommand(syntax);
      case "status" -> new StatusCommand(syntax);
      case "torture" -> new TortureCommand(syntax);
      case "manifest get" -> new ManifestGetCommand(syntax);
      case "manifest put" -> new ManifestPutCommand(syntax);
      case "manifest rm" -> new ManifestRmCommand(syntax);
      case "blob get" -> new BlobGetCommand(syntax);
      case "blob put" -> new BlobPutCommand(syntax);
      case "blob stat" -> new BlobStatCommand(syntax);
      case "blob rm" -> new BlobRmCommand(syntax);
      case "shell" -> new ShellCommand(syntax);
      case "completion" -> new CompletionCommand(syntax);
      case "complete" -> new CompleteCommand(syntax);
      case "delete-image" -> new DeleteImageCommand(syntax);
      case "gc-stats" -> new GcStatsCommand(syntax);
      default -> throw new IllegalArgumentException("no command is called " + name);
    };
  }
}
