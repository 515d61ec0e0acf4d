package nscr.cli.manual;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import nscr.cli.CommandDescription;
import nscr.cli.CommandDescription.Argument;
import nscr.cli.CommandDescription.Option;

/// The page of one command: what the command says of itself, what it prints with `--json`, and what
/// was written by hand.
record ManualPage(CommandDescription command, Optional<HandWritten> notes, List<JsonFields> json) {
  /// A page changes when its command does; a date would only make two builds differ.
  static final String DATE = "Dd January 1, 2026";

  /// The page's name, without its section.
  static String name(String command) {
    return "nscr-" + command.replace(' ', '-');
  }

  String text() {
    String name = command.entry().name();
    Mdoc page = new Mdoc();
    page.macro(DATE)
        .macro("Dt " + name(name).toUpperCase() + " 1")
        .macro("Os")
        .section("NAME")
        .macro("Nm " + name(name))
        .macro("Nd " + command.entry().summary())
        .section("SYNOPSIS")
        .macro("Nm nscr " + name);
    if (!command.synopsis().isEmpty()) {
      page.synopsis(command.synopsis());
    }
    page.section("DESCRIPTION").text(command.paragraph());
    arguments(page);
    page.section("OPTIONS");
    if (!command.options().isEmpty()) {
      options(page, command.options());
      page.macro("Pp");
    }
    page.text("The options of every command, such as").macro("Fl -store ,").macro("Fl -json");
    page.text("and").macro("Fl -quiet ,").text("are described in").macro("Xr nscr 1 .");
    notes.ifPresent(written -> page.lines(written.lines()));
    json(page);
    exits(page);
    page.section("EXAMPLES").literal(command.examples());
    seeAlso(page);
    return page.toString();
  }

  private void arguments(Mdoc page) {
    if (command.arguments().isEmpty()) {
      return;
    }
    page.macro("Pp").text("The arguments are:").macro("Bl -tag -width Ds");
    for (Argument argument : command.arguments()) {
      page.macro("It Ar " + argument.kind().label()).text(argument.description());
    }
    page.macro("El");
  }

  /// A list of options.
  static void options(Mdoc page, List<Option> options) {
    page.macro("Bl -tag -width Ds");
    for (Option option : options) {
      String names = String.join(" , ", option.names().stream().map(ManualPage::flag).toList());
      String value = option.value().map(kind -> " Ar " + kind.label()).orElse("");
      page.macro("It " + names + value).text(option.description());
    }
    page.macro("El");
  }

  private static String flag(String name) {
    return "Fl " + name.substring(1);
  }

  private void json(Mdoc page) {
    if (json.isEmpty()) {
      return;
    }
    page.section("JSON").text("With").macro("Fl -json").text("it prints one document.");
    page.text("Names are stable; members may be added. What is not known is left out.");
    json.forEach(fields -> fields.write(page));
  }

  private void exits(Mdoc page) {
    page.section("EXIT STATUS");
    page.text("0 when all is done; the codes of failures are those of").macro("Xr nscr 1 .");
    if (!command.exits().isEmpty()) {
      page.text("In particular:").macro("Bl -tag -width Ds");
      for (Map.Entry<Integer, String> exit : command.exits().entrySet()) {
        page.macro("It " + exit.getKey()).text(exit.getValue());
      }
      page.macro("El");
    }
  }

  private void seeAlso(Mdoc page) {
    page.section("SEE ALSO");
    Stream<String> others = notes.stream().flatMap(written -> written.seeAlso().stream());
    List<String> all =
        Stream.concat(Stream.of("nscr 1"), others)
            .sorted(
                Comparator.comparing((String other) -> other.substring(other.indexOf(' ')))
                    .thenComparing(Comparator.naturalOrder()))
            .toList();
    for (int i = 0; i < all.size(); i++) {
      page.macro("Xr " + all.get(i) + (i + 1 < all.size() ? " ," : ""));
    }
  }
}
