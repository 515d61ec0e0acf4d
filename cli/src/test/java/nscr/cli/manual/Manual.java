package nscr.cli.manual;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import nscr.cli.CommandDescription;
import nscr.cli.CommandDescription.Option;
import nscr.cli.Commands;
import nscr.cli.ExitCode;
import nscr.cli.command.CommandTable;

/// All pages of the manual, from the commands and from what is written by hand in `man/parts`.
final class Manual {
  private final Path root;
  private final Path parts;
  private final List<CommandDescription> commands = new ArrayList<>();

  /// @param root the folder of the root pom
  Manual(Path root) {
    this.root = root;
    this.parts = root.resolve("man/parts");
    Commands table = new CommandTable();
    table.entries().stream()
        .filter(entry -> !entry.isHidden())
        .forEach(entry -> commands.add(CommandDescription.of(table, entry)));
  }

  /// The pages by their files, relative to the root.
  Map<Path, String> pages() throws IOException {
    Map<Path, String> pages = new TreeMap<>();
    for (CommandDescription command : commands) {
      String name = ManualPage.name(command.entry().name());
      ManualPage page =
          new ManualPage(
              command, HandWritten.of(parts, name), JsonFields.of(command.entry().name(), root));
      pages.put(Path.of("man", name + ".1"), page.text());
    }
    for (String whole : List.of("nscr.1", "nscr-store.7", "nscr.yaml.5")) {
      Optional<HandWritten> written = HandWritten.of(parts, whole);
      if (written.isPresent()) {
        pages.put(Path.of("man", whole), written.get().filled(this::part));
      }
    }
    return pages;
  }

  private void part(Mdoc page, String name) {
    switch (name) {
      case "commands" -> commands(page);
      case "options" -> ManualPage.options(page, CommandDescription.everywhere());
      case "exits" -> exits(page);
      case "pages" -> seeAlso(page);
      case "keys" -> keys(page);
      default -> throw new IllegalArgumentException("there is no part " + name);
    }
  }

  private void commands(Mdoc page) {
    String group = "";
    for (CommandDescription command : commands) {
      if (!command.entry().group().equals(group)) {
        if (!group.isEmpty()) {
          page.macro("El");
        }
        group = command.entry().group();
        page.macro("Ss \\&" + group).macro("Bl -tag -width garbage-collectXX -compact");
      }
      page.macro("It Cm " + command.entry().name()).text(command.entry().summary());
    }
    page.macro("El");
  }

  private static void exits(Mdoc page) {
    page.macro("Bl -tag -width Ds -compact");
    for (ExitCode code : ExitCode.values()) {
      page.macro("It " + code.number()).text(code.meaning());
    }
    page.macro("El");
  }

  private void seeAlso(Mdoc page) {
    commands.stream()
        .map(command -> ManualPage.name(command.entry().name()))
        .sorted()
        .forEach(name -> page.macro("Xr " + name + " 1 ,"));
  }

  /// The keys of the file that `serve --config` reads: its options without their dashes.
  private void keys(Mdoc page) {
    CommandDescription serve =
        commands.stream()
            .filter(command -> command.entry().name().equals("serve"))
            .findFirst()
            .orElseThrow();
    page.macro("Bl -tag -width Ds");
    for (Option option : serve.options()) {
      String name = option.names().getLast().substring(2);
      // These two are about the file.
      if (!name.endsWith("config")) {
        String value = option.value().map(kind -> kind.label()).orElse("true|false");
        page.macro("It Cm " + name + " : Ar " + value).text(option.description());
      }
    }
    page.macro("El");
  }
}
