package nscr;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.MTD_void;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.classfile.Annotation;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.Signature;
import java.lang.classfile.attribute.RuntimeVisibleAnnotationsAttribute;
import java.lang.classfile.attribute.SignatureAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// That the rules of [RoomsTest] are not kept only because nobody looks: made-up classes break
/// each.
class RoomsFindingsTest {
  private static final ClassDesc ROCKSDB = ClassDesc.of("org.rocksdb.RocksDB");

  @Test
  void a_use_that_is_listed_is_no_violation() {
    assertEquals(Set.of(), check("store", "nscr.rows.Keys", field("nscr.oci.Digest")));
    assertEquals(Set.of(), check("store", "nscr.index.RocksIndexBackend", field("org.rocksdb.DB")));
    assertEquals(Set.of(), check("store", "nscr.oci.Json$Reader", field("tools.jackson.core.X")));
    assertEquals(Set.of(), check("cli", "nscr.cli.command.Gc", field("nscr.cli.Output")));
    assertEquals(Set.of(), check("cli", "nscr.cli.Nscr", field("nscr.cli.command.Gc")));
    assertEquals(Set.of(), check("server", "nscr.server.Listener", field("nscr.server.api.Route")));
    assertEquals(Set.of(), check("store", "nscr.oci.Text", field("java.util.List")));
  }

  @Test
  void a_room_above_is_found() {
    assertEquals(
        Set.of("nscr.oci.Digest uses nscr.store.Store: oci may not use store"),
        check("store", "nscr.oci.Digest", field("nscr.store.Store")));
    assertEquals(
        Set.of("nscr.cli.Output uses nscr.cli.Nscr: cli may not use cli.Nscr"),
        check("cli", "nscr.cli.Output", field("nscr.cli.Nscr")));
  }

  @Test
  void a_library_in_another_room_or_class_is_found() {
    assertEquals(
        Set.of("nscr.rows.Rows uses org.rocksdb.RocksDB: RocksDB is only for index.Rocks*"),
        check("store", "nscr.rows.Rows", field("org.rocksdb.RocksDB")));
    assertEquals(
        Set.of("nscr.oci.Digest uses tools.jackson.core.X: Jackson is only for oci.Json"),
        check("store", "nscr.oci.Digest", field("tools.jackson.core.X")));
    assertEquals(
        Set.of(
            "nscr.store.Store uses java.net.http.HttpClient: an HTTP client is only for remote,"
                + " torture"),
        check("store", "nscr.store.Store", field("java.net.http.HttpClient")));
  }

  @Test
  void what_no_table_lists_is_found() {
    assertEquals(
        Set.of("nscr.format.Tar uses org.apache.commons.io.X: its library is not in the table"),
        check("store", "nscr.format.Tar", field("org.apache.commons.io.X")));
    assertEquals(
        Set.of("nscr.attic.Box is in no room of the table"),
        check("store", "nscr.attic.Box", _ -> {}));
    assertEquals(
        Set.of("nscr.store.Store uses nscr.attic.Box: it is in no room of the table"),
        check("store", "nscr.store.Store", field("nscr.attic.Box")));
  }

  @Test
  void a_room_in_another_module_is_found() {
    assertEquals(Set.of("nscr.gc.Gc belongs to module store"), check("cli", "nscr.gc.Gc", _ -> {}));
  }

  @Test
  void a_type_is_seen_wherever_a_class_names_it() {
    assertUses(
        "code", c -> c.withMethodBody("m", MTD_void, 0, b -> b.new_(ROCKSDB).pop().return_()));
    assertUses("a cast to an array", RoomsFindingsTest::castToArray);
    assertUses(
        "a method's parameter",
        c -> c.withMethod("m", MethodTypeDesc.of(CD_Object, ROCKSDB), 0x400, _ -> {}));
    assertUses("a superclass", c -> c.withSuperclass(ROCKSDB));
    assertUses(
        "a type argument",
        c ->
            c.with(
                SignatureAttribute.of(
                    Signature.parseFrom("Ljava/util/List<Lorg/rocksdb/RocksDB;>;"))));
    assertUses(
        "an annotation",
        c -> c.with(RuntimeVisibleAnnotationsAttribute.of(Annotation.of(ROCKSDB))));
  }

  @Test
  void a_text_that_looks_like_a_type_is_not_one() {
    CompiledClass compiled =
        compile(
            "store",
            "nscr.oci.Text",
            c ->
                c.withMethodBody(
                    "m",
                    MTD_void,
                    0,
                    b -> b.loadConstant("Lorg/rocksdb/RocksDB;").pop().return_()));
    assertEquals(Set.of(), RoomsTest.RULES.violations(List.of(compiled)));
  }

  @Test
  void a_cycle_is_found_and_a_tree_is_none() {
    assertEquals(
        Set.of("a", "b", "c"),
        Rooms.inCycles(
            Map.of("a", Set.of("b"), "b", Set.of("c"), "c", Set.of("a"), "d", Set.of("a"))));
    assertEquals(Set.of(), Rooms.inCycles(Map.of("a", Set.of("b", "c"), "b", Set.of("c"))));
    assertEquals(
        Set.of("gc", "store"),
        Rooms.inCycles(
            RoomsTest.RULES.edges(
                List.of(
                    compile("store", "nscr.gc.Gc", field("nscr.store.Store")),
                    compile("store", "nscr.store.Store", field("nscr.gc.Gc"))))));
  }

  @Test
  void a_vague_name_is_found() {
    for (String name :
        List.of(
            "BlobManager", "StringUtil", "StoreImpl", "AbstractStore", "IOHelper", "Keys$Base")) {
      assertTrue(compile("store", "nscr.store." + name, _ -> {}).isVaguelyNamed(), name);
    }
    for (String name : List.of("Store", "Database", "package-info", "Implicit", "Keys$1")) {
      assertFalse(compile("store", "nscr.store." + name, _ -> {}).isVaguelyNamed(), name);
    }
  }

  @Test
  void a_long_file_is_found(@TempDir Path root) throws IOException {
    Path folder = Files.createDirectories(root.resolve("store/src/main/java"));
    Files.writeString(folder.resolve("Long.java"), "\n".repeat(4));
    Files.writeString(folder.resolve("Short.java"), "\n".repeat(3));
    assertEquals(
        List.of("store/src/main/java/Long.java: 4"),
        new SourceTree(root).longerThan(3, List.of("store")));
  }

  private static void assertUses(String where, Consumer<ClassBuilder> content) {
    Set<String> uses = compile("store", "nscr.oci.Made", content).uses();
    assertTrue(uses.contains("org.rocksdb.RocksDB"), where + ": " + uses);
  }

  private static void castToArray(ClassBuilder made) {
    made.withMethodBody(
        "m", MTD_void, 0, b -> b.aconst_null().checkcast(ROCKSDB.arrayType()).pop().return_());
  }

  private static Set<String> check(String module, String name, Consumer<ClassBuilder> content) {
    return RoomsTest.RULES.violations(List.of(compile(module, name, content)));
  }

  private static CompiledClass compile(String module, String name, Consumer<ClassBuilder> content) {
    return CompiledClass.of(module, ClassFile.of().build(ClassDesc.of(name), content));
  }

  private static Consumer<ClassBuilder> field(String type) {
    return made -> made.withField("field", ClassDesc.of(type), 0);
  }
}
