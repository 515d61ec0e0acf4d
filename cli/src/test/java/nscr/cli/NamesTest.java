package nscr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nscr.oci.Json;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `tag`, `untag` and `rm`.
class NamesTest {
  @TempDir private Path temporary;
  private TestProgram nscr;

  @BeforeEach
  void begin() throws IOException {
    nscr = Stocked.stock(new TestProgram(temporary.resolve("store")));
  }

  private List<String> tags(String repository) {
    return nscr.run("ls", "-q", repository).ok().lines();
  }

  @Test
  void tags_are_given_all_at_once() {
    assertEquals(
        List.of("app:2\t" + Stocked.APP.digest(), "app:3\t" + Stocked.APP.digest()),
        nscr.run("tag", "app:1", "2", "3").ok().lines());
    assertEquals(List.of("app:1", "app:2", "app:3", "app:stable"), tags("app"));
    nscr.run("tag", "app:none", "4").failure(ExitCode.NOT_FOUND);
    nscr.run("tag", "app:1", "5", "not a tag").failure(ExitCode.USAGE);
    String message = nscr.run("tag", "app:1", "5", "6+7").failure(ExitCode.USAGE);
    assertTrue(message.contains("invalid tag \"6+7\": letters"), message);
    nscr.run("tag", "app:1", "team/app").failure(ExitCode.USAGE);
    nscr.run("tag", "app:1", "app@" + Stocked.OTHER.digest()).failure(ExitCode.USAGE);
    assertEquals(4, tags("app").size());
    nscr.run("check").ok();
  }

  @Test
  void a_tag_in_another_repository_is_a_copy_with_all_that_belongs_to_it() {
    nscr.run("tag", "app:1", "prod/app:1", "canary").ok();
    assertEquals(List.of("prod/app:1"), tags("prod/app"));
    assertTrue(tags("app").contains("app:canary"));
    Json copy = nscr.run("inspect", "prod/app:1", "--json").ok().json();
    assertEquals(1, copy.member("referrers").orElseThrow().elements().size());
    nscr.run("rm", "-r", "app").ok();
    nscr.run("gc", "--grace", "0").ok();
    nscr.run("export", "prod/app").ok();
    nscr.run("check", "--deep").ok();
  }

  @Test
  void untag_leaves_the_image() {
    assertEquals("app:2\t" + Stocked.OTHER.digest() + "\n", nscr.run("untag", "app:2").ok().out());
    nscr.run("inspect", "app@" + Stocked.OTHER.digest()).ok();
    nscr.run("untag", "app:1", "app:2").failure(ExitCode.NOT_FOUND);
    assertEquals(List.of("app:1", "app:stable"), tags("app"));
    nscr.run("untag", "app:1", "app:1").ok();
    nscr.run("untag", "app").failure(ExitCode.USAGE);
  }

  @Test
  void rm_of_a_tag_takes_the_image_only_when_nothing_else_holds_it() {
    Answer answer = nscr.run("rm", "app:1").ok();
    assertTrue(answer.out().contains("removed app:1\n"), answer.out());
    assertTrue(answer.out().contains("tag stable holds it"), answer.out());
    assertTrue(answer.out().endsWith("gc will free 0B\n"), answer.out());
    answer = nscr.run("rm", "app:stable").ok();
    assertTrue(answer.out().contains("removed app@" + Stocked.APP.digest()), answer.out());
    nscr.run("inspect", "app@" + Stocked.APP.digest()).failure(ExitCode.NOT_FOUND);
    nscr.run("check").ok();
  }

  @Test
  void what_rm_promises_gc_frees_whatever_else_is_waiting_for_it() {
    long before = freedBytes("rm", "multi:1");
    long planned = freedBytes("rm", "-n", "app:1", "app:stable");
    assertEquals(3, tags("app").size());
    long wanted =
        Stocked.APP.parts().getFirst().bytes().length
            + "two".length()
            + "{}".length()
            + "signed".length();
    assertEquals(wanted, planned);
    assertEquals(planned, freedBytes("rm", "app:1", "app:stable"));
    assertEquals(before + planned, freedBytes("gc"));
  }

  @Test
  void rm_promises_nothing_of_what_a_backup_has_too() {
    nscr.run("backup", temporary.resolve("backup").toString()).ok();
    assertEquals(0, freedBytes("rm", "app:1", "app:stable"));
    assertEquals(0, freedBytes("gc", "--dry-run"));
    assertEquals(0, freedBytes("gc"));
  }

  private long freedBytes(String... words) {
    String[] asJson = Arrays.copyOf(words, words.length + 1);
    asJson[words.length] = "--json";
    Json json = nscr.run(asJson).ok().json();
    return json.member("freedBytes").orElseThrow().integer().orElseThrow();
  }

  @Test
  void rm_by_digest_takes_the_tags_too_unless_an_index_needs_it() {
    assertEquals(
        List.of("app:1", "app:stable", "app@" + Stocked.APP.digest()),
        nscr.run("rm", "-q", "app@" + Stocked.APP.digest()).ok().lines());
    String child = nscr.run("ls", "-q", "multi:1").ok().lines().getFirst();
    assertTrue(nscr.run("rm", child).failure(ExitCode.DENIED).contains("still needs"));
  }

  @Test
  void rm_of_a_repository_wants_to_be_told_so() {
    assertTrue(nscr.run("rm", "multi").failure(ExitCode.USAGE).contains("rm -r multi"));
    assertEquals(4, nscr.run("rm", "-r", "-q", "multi").ok().lines().size());
    nscr.run("ls", "multi").failure(ExitCode.NOT_FOUND);
    nscr.run("gc").ok();
    nscr.run("check", "--deep").ok();
    nscr.run("rm", "-r", "multi").failure(ExitCode.NOT_FOUND);
  }

  @Test
  void nothing_goes_when_one_of_the_names_is_not_there() {
    nscr.run("rm", "app:1", "app:none").failure(ExitCode.NOT_FOUND);
    assertEquals(3, tags("app").size());
  }

  @Test
  void signatures_kept_under_tags_go_where_their_image_goes() throws IOException {
    String tag = "sha256-" + Stocked.OTHER.digest().hex() + ".sig";
    Map<String, Image> images = new LinkedHashMap<>();
    images.put("signed:1", Stocked.OTHER);
    images.put("signed:" + tag, Stocked.SIGNATURE);
    nscr.input(Archives.tar(Archives.layout(images))).run("import").ok();
    nscr.run("tag", "signed:1", "copy:1").ok();
    assertEquals(List.of("copy:1", "copy:" + tag), tags("copy"));
    TestProgram elsewhere = new TestProgram(temporary.resolve("elsewhere"));
    elsewhere.input(nscr.run("export", "signed:1").ok().bytes()).run("import").ok();
    assertEquals(2, elsewhere.run("ls", "-q", "signed").ok().lines().size());
    elsewhere.input(nscr.run("export", "signed:1").ok().bytes());
    elsewhere.run("import", "--as", "other/name:2").ok();
    assertEquals(2, elsewhere.run("ls", "-q", "other/name").ok().lines().size());
    nscr.run("export", "signed:1", "--format", "docker").ok();
  }

  @Test
  void the_aliases_do_what_they_are_aliases_of() {
    assertEquals(nscr.run("ls").ok().out(), nscr.run("list-repos").ok().out());
    assertEquals(
        nscr.run("ls", "app", "-q").ok().out(), nscr.run("list-tags", "app", "-q").ok().out());
    nscr.run("delete-image", "app", "2").ok();
    assertEquals(List.of("app:1", "app:stable"), tags("app"));
    nscr.run("garbage-collect").ok();
    assertTrue(nscr.run("gc-stats").ok().out().startsWith("last gc just now"));
  }
}
