package nscr;

import java.lang.module.ModuleFinder;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Who may use whom, and which library lives where: two tables, and what in a set of classes is
/// against them. What a table does not list is forbidden.
///
/// A room is a package below `nscr`, or one class of it that has a row of its own (`cli.Nscr`).
record Rooms(Map<String, Room> rooms, List<Library> libraries) {
  private static final Set<String> JDK =
      ModuleFinder.ofSystem().findAll().stream()
          .flatMap(module -> module.descriptor().packages().stream())
          .collect(Collectors.toUnmodifiableSet());

  /// A row `| module | room | may use |`; there, `x*` is every row above whose room begins with
  /// `x`.
  record Room(String module, String name, Set<String> mayUse) {}

  /// A row `| library | package | only in |`: the package with those below it, and the rooms, or
  /// classes as `room.Class` or `room.Prefix*`, that may use it.
  record Library(String name, String packageName, List<String> onlyIn) {
    boolean owns(String className) {
      return className.startsWith(packageName + ".");
    }

    boolean isOpenTo(String room, String topLevelClass) {
      return onlyIn.stream()
          .anyMatch(place ->
              place.endsWith("*")
                  ? topLevelClass.startsWith(withoutStar(place))
                  : place.equals(room) || place.equals(topLevelClass));
    }
  }

  static Rooms of(String roomsTable, String librariesTable) {
    Map<String, Room> rooms = new LinkedHashMap<>();
    for (List<String> row : rows(roomsTable)) {
      Set<String> mayUse =
          words(row.get(2)).stream()
              .flatMap(word -> meantBy(word, rooms.keySet()))
              .collect(Collectors.toUnmodifiableSet());
      rooms.put(row.get(1), new Room(row.get(0), row.get(1), mayUse));
    }
    List<Library> libraries =
        rows(librariesTable).stream()
            .map(row -> new Library(row.get(0), row.get(1), words(row.get(2))))
            .toList();
    return new Rooms(rooms, libraries);
  }

  /// What is against the tables in these classes, a sentence each; empty when all is well.
  Set<String> violations(List<CompiledClass> classes) {
    Set<String> found = new TreeSet<>();
    for (CompiledClass compiled : classes) {
      Optional<String> room = roomOf(compiled.name());
      if (room.isEmpty()) {
        found.add(compiled.name() + " is in no room of the table");
        continue;
      }
      String module = rooms.get(room.get()).module();
      if (!module.equals(compiled.module())) {
        found.add("%s belongs to module %s".formatted(compiled.name(), module));
      }
      for (String used : compiled.uses()) {
        violation(room.get(), compiled.name(), used)
            .ifPresent(why -> found.add("%s uses %s: %s".formatted(compiled.name(), used, why)));
      }
    }
    return found;
  }

  private Optional<String> violation(String room, String user, String used) {
    if (used.startsWith("nscr.")) {
      Optional<String> other = roomOf(used);
      if (other.isEmpty()) {
        return Optional.of("it is in no room of the table");
      }
      boolean allowed = other.get().equals(room) || rooms.get(room).mayUse().contains(other.get());
      return allowed ? Optional.empty() : Optional.of(room + " may not use " + other.get());
    }
    for (Library library : libraries) {
      if (library.owns(used)) {
        return library.isOpenTo(room, topLevelName(user))
            ? Optional.empty()
            : Optional.of(library.name() + " is only for " + String.join(", ", library.onlyIn()));
      }
    }
    return JDK.contains(packageOf(used))
        ? Optional.empty()
        : Optional.of("its library is not in the table");
  }

  /// The rooms these classes use, for each room that uses one.
  Map<String, Set<String>> edges(List<CompiledClass> classes) {
    Map<String, Set<String>> edges = new LinkedHashMap<>();
    for (CompiledClass compiled : classes) {
      for (String used : compiled.uses()) {
        Optional<String> from = roomOf(compiled.name());
        Optional<String> to = roomOf(used);
        if (from.isPresent() && to.isPresent() && !from.equals(to)) {
          edges.computeIfAbsent(from.get(), _ -> new TreeSet<>()).add(to.get());
        }
      }
    }
    return edges;
  }

  /// The same of the table itself.
  Map<String, Set<String>> edges() {
    return rooms.values().stream().collect(Collectors.toMap(Room::name, Room::mayUse));
  }

  /// The rooms from which a way leads back to themselves.
  static Set<String> inCycles(Map<String, Set<String>> edges) {
    Set<String> found = new TreeSet<>();
    for (String start : edges.keySet()) {
      Set<String> seen = new HashSet<>();
      Deque<String> ahead = new ArrayDeque<>(edges.get(start));
      while (!ahead.isEmpty()) {
        String room = ahead.pop();
        if (seen.add(room)) {
          ahead.addAll(edges.getOrDefault(room, Set.of()));
        }
      }
      if (seen.contains(start)) {
        found.add(start);
      }
    }
    return found;
  }

  private Optional<String> roomOf(String className) {
    if (!className.startsWith("nscr.")) {
      return Optional.empty();
    }
    String ownRow = topLevelName(className);
    return Stream.of(ownRow, packageOf(ownRow)).filter(rooms::containsKey).findFirst();
  }

  /// `cli.Nscr` for `nscr.cli.Nscr$Version`.
  private static String topLevelName(String className) {
    int nested = className.indexOf('$');
    return className.substring("nscr.".length(), nested < 0 ? className.length() : nested);
  }

  private static String packageOf(String className) {
    return className.substring(0, Math.max(0, className.lastIndexOf('.')));
  }

  private static Stream<String> meantBy(String word, Set<String> roomsAbove) {
    return word.endsWith("*")
        ? roomsAbove.stream().filter(room -> room.startsWith(withoutStar(word)))
        : Stream.of(word);
  }

  private static String withoutStar(String word) {
    return word.substring(0, word.length() - 1);
  }

  private static List<List<String>> rows(String table) {
    return table
        .lines()
        .skip(2)
        .map(line -> Arrays.stream(line.split("\\|")).skip(1).map(String::strip).toList())
        .toList();
  }

  private static List<String> words(String cell) {
    return cell.equals("–") ? List.of() : List.of(cell.split(" +"));
  }
}
