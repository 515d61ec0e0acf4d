package nscr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The rules of the house, held against what was compiled and what was written.
///
/// A new room, or a new use of one room by another, is a change of the first table; a new library
/// is a row of the second. What they do not list is forbidden.
class RoomsTest {
  /// From the bottom up. `cli.Nscr` is the entry point: it knows every command, and nobody knows
  /// it.
  private static final String ROOMS =
      """
      | module | room        | may use                                                  |
      |--------|-------------|----------------------------------------------------------|
      | store  | oci         | –                                                        |
      | store  | index       | oci                                                      |
      | store  | blob        | oci                                                      |
      | store  | content     | oci                                                      |
      | store  | rows        | oci index blob                                           |
      | store  | store       | oci index blob rows content                              |
      | store  | retention   | oci store                                                |
      | store  | gc          | oci blob rows store                                      |
      | store  | check       | oci blob rows store content                              |
      | store  | backup      | oci index blob rows store content                        |
      | store  | format      | oci content                                              |
      | store  | remote      | oci content                                              |
      | store  | pullthrough | oci content store remote                                 |
      | server | server.api  | oci content store                                        |
      | server | server.auth | oci store server.api                                     |
      | server | server.ui   | oci content store                                        |
      | server | server      | oci content store pullthrough gc retention server.*      |
      | cli    | torture     | oci content blob rows store gc check format server server.api |
      | cli    | cli         | *                                                        |
      | cli    | cli.completion | cli oci rows store                                    |
      | cli    | cli.shell   | cli cli.completion oci store                              |
      | cli    | cli.command | *                                                        |
      | cli    | cli.Nscr    | *                                                        |
      | cli    | cli.rehearsal | cli cli.Nscr                                           |
      | cli    | cli.leash   | cli.Nscr                                                 |
      """;

  private static final String LIBRARIES =
      """
      | library          | package                     | only in                                 |
      |------------------|-----------------------------|-----------------------------------------|
      | Jackson          | tools.jackson               | oci.Json                                |
      | RocksDB          | org.rocksdb                 | index.Rocks*                            |
      | Commons Compress | org.apache.commons.compress | format                                  |
      | zstd             | com.github.luben.zstd       | format                                  |
      | xz               | org.tukaani.xz              | format                                  |
      | an HTTP client   | java.net.http               | remote torture                          |
      | Helidon          | io.helidon                  | server server.api server.auth server.ui |
      | Prometheus       | io.prometheus               | server                                  |
      | picocli          | picocli                     | cli cli.command cli.Nscr                |
      | SnakeYAML        | org.snakeyaml.engine        | cli.command.YamlSetting                 |
      | JLine            | org.jline                   | cli.shell                               |
      """;

  static final Rooms RULES = Rooms.of(ROOMS, LIBRARIES);

  private static final List<String> MODULES = List.of("store", "server", "cli");
  private static final int MOST_LINES = 400;

  private static final List<CompiledClass> MAIN = new ArrayList<>();
  private static final List<CompiledClass> TESTS = new ArrayList<>();
  private static Path root;

  @BeforeAll
  static void readTheClassFiles() throws IOException {
    root = SourceTree.rootAbove(Path.of("").toAbsolutePath());
    for (String module : MODULES) {
      Path target = root.resolve(module).resolve("target");
      MAIN.addAll(CompiledClass.readAll(module, target.resolve("classes")));
      TESTS.addAll(CompiledClass.readAll(module, target.resolve("test-classes")));
    }
    Set<String> modules = CompiledClass.modules(MAIN);
    assertTrue(modules.contains("cli"), "these were read only: " + modules);
  }

  @Test
  void a_room_uses_only_what_its_row_lists() {
    assertEquals(Set.of(), RULES.violations(MAIN));
  }

  @Test
  void no_way_leads_from_a_room_back_to_it() {
    assertEquals(Set.of(), Rooms.inCycles(RULES.edges()), "in the table");
    assertEquals(Set.of(), Rooms.inCycles(RULES.edges(MAIN)), "in the classes");
  }

  @Test
  void a_class_name_says_something() {
    List<CompiledClass> all = new ArrayList<>(MAIN);
    all.addAll(TESTS);
    List<String> vague =
        all.stream().filter(CompiledClass::isVaguelyNamed).map(CompiledClass::name).toList();
    assertEquals(List.of(), vague);
  }

  @Test
  void a_source_file_fits_in_the_head() throws IOException {
    assertEquals(List.of(), new SourceTree(root).longerThan(MOST_LINES, MODULES));
  }

  /// The packages' Java runtime has the modules that packaging/modules lists and what these
  /// require.
  @Test
  void the_runtime_of_the_packages_has_what_is_used() throws IOException {
    List<String> listed =
        List.of(Files.readString(root.resolve("packaging/modules")).strip().split(","));
    ModuleFinder system = ModuleFinder.ofSystem();
    Configuration runtime = Configuration.empty().resolve(system, ModuleFinder.of(), listed);
    Set<String> missing = new TreeSet<>();
    for (ModuleReference module : system.findAll()) {
      String name = module.descriptor().name();
      Set<String> packages = module.descriptor().packages();
      if (runtime.findModule(name).isEmpty()) {
        MAIN.stream()
            .filter(user -> user.uses().stream().anyMatch(use -> packages.contains(packageOf(use))))
            .forEach(user -> missing.add(user.name() + " uses " + name));
      }
    }
    assertEquals(Set.of(), missing);
  }

  private static String packageOf(String type) {
    return type.substring(0, Math.max(0, type.lastIndexOf('.')));
  }
}
