package nscr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import nscr.oci.Json;
import nscr.store.Store;
import nscr.store.StoreOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `gc`, `du`, `check` and `status`.
class HousekeepingTest {
  @TempDir private Path temporary;
  private Path store;
  private TestProgram nscr;

  @BeforeEach
  void begin() throws IOException {
    store = temporary.resolve("store");
    nscr = Stocked.stock(new TestProgram(store));
  }

  private static long number(Json json, String name) {
    return json.member(name).orElseThrow().integer().orElseThrow();
  }

  private static String names(Json json) {
    return new TreeMap<>(json.members()).keySet().toString();
  }

  @Test
  void gc_plans_what_it_then_does() {
    assertEquals("nothing to remove\n", nscr.run("gc").ok().out());
    nscr.run("untag", "multi:1").ok();
    assertEquals("nothing to remove\n", nscr.run("gc", "-n").ok().out());
    Json planned = nscr.run("gc", "-n", "--untagged", "0s", "--json").ok().json();
    assertEquals(3, number(planned, "manifests"));
    assertTrue(number(planned, "freedBytes") > 0);
    Json done = nscr.run("gc", "--untagged", "0s", "--json").ok().json();
    assertEquals(
        "[blobs, dryRun, files, freedBytes, links, manifests, passedOver, uploads]", names(done));
    assertEquals(number(planned, "freedBytes"), number(done, "freedBytes"));
    assertEquals("nothing to remove\n", nscr.run("gc", "--untagged", "0s").ok().out());
    nscr.run("gc", "--grace", "soon").failure(ExitCode.USAGE);
  }

  @Test
  void du_tells_shared_from_exclusive_and_what_gc_would_take() {
    nscr.run("tag", "app:1", "copy:1").ok();
    Json json = nscr.run("du", "--json").ok().json();
    assertEquals(
        "[blobBytes, indexBytes, reclaimableBytes, repositories, reserveBytes, stagedBytes]",
        names(json));
    long reserve = number(json, "reserveBytes");
    assertTrue(reserve > 0);
    long total =
        number(json, "blobBytes")
            + number(json, "indexBytes")
            + number(json, "stagedBytes")
            + reserve;
    String said = nscr.run("du", "-b").ok().out();
    assertTrue(said.contains("total on disk " + total + ": "), said);
    assertTrue(said.contains(", reserve " + reserve + "; "), said);
    Json app = json.member("repositories").orElseThrow().elements().getFirst();
    assertEquals("[exclusive, reclaimable, repository, shared, size]", names(app));
    long config = Stocked.OTHER.parts().getFirst().bytes().length;
    assertEquals(config + "three".length(), number(app, "exclusive"));
    assertEquals(number(app, "size"), number(app, "shared") + number(app, "exclusive"));
    assertEquals(0, number(app, "reclaimable"));
    nscr.run("rm", "app:2").ok();
    json = nscr.run("du", "app", "--json").ok().json();
    assertEquals(1, json.member("repositories").orElseThrow().elements().size());
    app = json.member("repositories").orElseThrow().elements().getFirst();
    assertEquals(config + "three".length(), number(app, "reclaimable"));
    assertEquals(config + "three".length(), number(json, "reclaimableBytes"));
    assertTrue(nscr.run("du", "-b").ok().out().contains(" " + number(app, "size") + " "));
    nscr.run("du", "none").failure(ExitCode.NOT_FOUND);
  }

  @Test
  void check_finds_nothing_wrong_and_then_what_is() throws IOException {
    Json clean = nscr.run("check", "--json").ok().json();
    assertEquals("[checked, deep, findings]", names(clean));
    Files.writeString(store.resolve("blobs/readme"), "not a blob");
    Answer answer = nscr.run("check");
    assertEquals(ExitCode.DAMAGE.number(), answer.code());
    assertTrue(answer.lines().getFirst().contains("blobs/readme"), answer.out());
  }

  @Test
  void repair_mends_what_check_finds() throws IOException {
    assertEquals("nothing is wrong\n", nscr.run("check", "--repair").ok().out());
    Path blob = someBlob();
    Files.move(blob, blob.resolveSibling(blob.getFileName() + "-moved"));
    assertEquals(ExitCode.DAMAGE.number(), nscr.run("check").code());
    nscr.run("check", "--dry-run").failure(ExitCode.USAGE);
    assertTrue(
        nscr.run("check", "--repair", "-n").ok().out().startsWith("would mend: R1: sha256:"));
    assertEquals(ExitCode.DAMAGE.number(), nscr.run("check").code());
    Json json = nscr.run("check", "--repair", "--json").ok().json();
    assertEquals("[checked, dryRun, findings, lost, mended, mendings]", names(json));
    assertEquals(1, number(json, "mendings"));
    nscr.run("check", "--deep").ok();
  }

  @Test
  void repair_says_what_is_lost_and_setting_aside_lets_it_come_again() throws IOException {
    Path blob = someBlob();
    long size = Files.size(blob);
    Files.delete(blob);
    Files.write(blob, new byte[(int) size]);
    Answer answer = nscr.run("check", "--deep", "--repair");
    assertEquals(ExitCode.DAMAGE.number(), answer.code());
    assertTrue(answer.out().contains("lost: R1: sha256:"), answer.out());
    assertTrue(answer.out().contains("Push or import it again"), answer.out());
    assertTrue(Files.exists(store.resolve("aside").resolve(blob.getFileName())));
    Stocked.stock(nscr);
    nscr.run("check", "--deep").ok();
  }

  @Test
  void repair_salvages_an_index_that_is_damaged() throws IOException {
    Files.delete(store.resolve("index/CURRENT"));
    String damage = nscr.run("ls").failure(ExitCode.DAMAGE);
    assertTrue(damage.contains("nscr check --repair"), damage);
    nscr.run("check", "--repair", "-n").failure(ExitCode.DAMAGE);
    String said = nscr.run("check", "--repair").ok().out();
    assertTrue(said.contains("index.damaged-1"), said);
    nscr.run("check", "--deep").ok();
    nscr.run("inspect", "app:1").ok();
  }

  private Path someBlob() throws IOException {
    try (var files = Files.walk(store.resolve("blobs"))) {
      return files.filter(Files::isRegularFile).sorted().findFirst().orElseThrow();
    }
  }

  @Test
  void status_counts_and_remembers_the_last_gc() {
    nscr.run("gc").ok();
    Json json = nscr.run("status", "--json").ok().json();
    Json contents = json.member("contents").orElseThrow();
    assertEquals(2, number(contents, "repositories"));
    assertEquals(4, number(contents, "tags"));
    assertEquals(6, number(contents, "manifests"));
    assertEquals("nscr 1", json.member("format").flatMap(Json::text).orElseThrow());
    assertTrue(json.member("lastGc").isPresent());
    assertEquals(store + "\n", nscr.run("status", "-q").ok().out());
  }

  @Test
  void a_store_in_use_is_used_all_the_same_and_its_owner_named() throws IOException {
    try (Store _ = Store.open(store, StoreOptions.of("nscr sleep"))) {
      nscr.run("tag", "app:1", "beside").ok();
      assertTrue(nscr.run("ls", "-q", "app").ok().out().contains("app:beside\n"));
      Json json = nscr.run("status", "--json").ok().json();
      String owner = "process " + ProcessHandle.current().pid() + " (nscr sleep)";
      assertEquals(owner, json.member("owner").flatMap(Json::text).orElseThrow());
      assertEquals("guest", json.member("role").flatMap(Json::text).orElseThrow());
      assertTrue(nscr.run("status").ok().out().contains("in use by     " + owner + "\n"));
    }
    Json json = nscr.run("status", "--json").ok().json();
    assertEquals("owner", json.member("role").flatMap(Json::text).orElseThrow());
  }

  @Test
  void what_is_no_store_is_left_alone() throws IOException {
    Path other = Files.createDirectories(temporary.resolve("other"));
    Files.writeString(other.resolve("letter.txt"), "Dear");
    TestProgram wrong = new TestProgram(other);
    assertTrue(wrong.run("ls").failure(ExitCode.FAILED).contains("not a store"));
    wrong.input(new byte[0]).run("import", "-").failure(ExitCode.FAILED);
    Files.writeString(store.resolve("format"), "nscr 99\n");
    assertTrue(nscr.run("ls").failure(ExitCode.FAILED).contains("nscr 99"));
    assertTrue(
        new TestProgram(temporary.resolve("none"))
            .run("gc")
            .failure(ExitCode.NOT_FOUND)
            .contains("there is no store"));
  }
}
