package nscr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import nscr.oci.Digest;
import nscr.oci.Json;
import nscr.oci.Platform;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportTest {
  private static final Image APP = Image.of("one", "two");
  private static final Image OTHER = Image.of("one", "three");
  private static final Image MULTI = Image.index("linux/amd64", "linux/arm64");

  @TempDir private Path temporary;
  private Path store;
  private TestProgram nscr;

  @BeforeEach
  void begin() {
    store = temporary.resolve("store");
    nscr = new TestProgram(store);
  }

  private String file(String name, byte[] content) throws IOException {
    return Files.write(temporary.resolve(name), content).toString();
  }

  private String layout(String name, Map<String, Image> images) throws IOException {
    return file(name, Archives.tar(Archives.layout(images)));
  }

  private static String line(String name, Digest digest) {
    return name + "\t" + digest;
  }

  private void assertNothingIsStaged() throws IOException {
    assertEquals("nothing to remove", nscr.run("gc", "--grace", "0").ok().out().strip());
    nscr.run("check", "--deep").ok();
    Path staged = store.resolve("staged");
    if (Files.exists(staged)) {
      try (Stream<Path> files = Files.list(staged)) {
        assertEquals(List.of(), files.toList());
      }
    }
  }

  @Test
  void a_layout_keeps_its_names_and_digests() throws IOException {
    String archive = layout("a.tar", Map.of("app:1", APP));
    assertEquals(List.of(line("app:1", APP.digest())), nscr.run("import", archive).ok().lines());
    assertEquals(APP.digest().toString(), nscr.run("inspect", "-q", "app:1").ok().out().strip());
    assertNothingIsStaged();
  }

  @Test
  void a_docker_archive_gets_the_same_manifest_every_time() throws IOException {
    byte[] archive = Archives.docker(Map.of("127.0.0.1:5901/team/app:1", APP));
    String first = nscr.input(archive).run("import", "-").ok().out();
    String second = nscr.input(archive).run("import").ok().out();
    assertEquals(first, second);
    assertTrue(first.startsWith("team/app:1\tsha256:"), first);
  }

  @Test
  void a_host_is_kept_when_asked() throws IOException {
    String archive = file("a.tar", Archives.docker(Map.of("localhost/team/app:1", APP)));
    String out = nscr.run("import", "--keep-host", archive, "-q").ok().out();
    assertEquals("localhost/team/app:1\n", out);
  }

  @Test
  void several_archives_are_several_imports() throws IOException {
    String first = layout("a.tar", Map.of("app:1", APP));
    String second = file("broken.tar", new byte[] {1, 2, 3});
    String third = layout("c.tar", Map.of("app:3", OTHER));
    Answer answer = nscr.run("import", first, second, third);
    assertTrue(answer.failure(ExitCode.INVALID_INPUT).contains("broken.tar"), answer.err());
    assertEquals(List.of(line("app:1", APP.digest())), answer.lines());
    assertEquals(List.of("app:1"), nscr.run("ls", "app", "-q").ok().lines());
  }

  @Test
  void json_tells_what_was_there_before_a_later_archive_failed() throws IOException {
    String first = layout("a.tar", Map.of("app:1", APP));
    String second = file("broken.tar", new byte[] {1, 2, 3});
    Answer answer = nscr.run("import", "--json", first, second);
    assertEquals(ExitCode.INVALID_INPUT.number(), answer.code());
    assertEquals(1, answer.json().member("images").orElseThrow().elements().size());
  }

  @Test
  void an_image_without_a_usable_name_needs_one() throws IOException {
    String unnamed = file("a.tar", Archives.docker(Map.of("", APP)));
    String tagged = layout("b.tar", Map.of("v1", OTHER));
    assertTrue(nscr.run("import", unnamed).failure(ExitCode.INVALID_INPUT).contains("has no name"));
    assertTrue(nscr.run("import", tagged).failure(ExitCode.INVALID_INPUT).contains("--as REPO"));
    assertEquals("app:v1\n", nscr.run("import", tagged, "--as", "app", "-q").ok().out());
    assertEquals("app:latest\n", nscr.run("import", unnamed, "--as", "app", "-q").ok().out());
    assertEquals("x:2\n", nscr.run("import", tagged, "--as", "x:2", "-q").ok().out());
  }

  @Test
  void one_name_is_not_given_to_two_images() throws IOException {
    Map<String, Image> two = new LinkedHashMap<>();
    two.put("a:1", APP);
    two.put("b:1", OTHER);
    String archive = layout("two.tar", two);
    String message = nscr.run("import", archive, "--as", "x:1").failure(ExitCode.USAGE);
    assertTrue(message.contains("a:1") && message.contains("b:1"), message);
    message = nscr.run("import", archive, "--as", "x").failure(ExitCode.INVALID_INPUT);
    assertTrue(message.contains(APP.digest().toString()), message);
    assertTrue(message.contains(OTHER.digest().toString()), message);
    String one = layout("one.tar", Map.of("a:1", APP));
    message = nscr.run("import", one, one, "--as", "x:1").failure(ExitCode.USAGE);
    assertTrue(message.contains("--as x to keep their tags"), message);
    assertEquals("", nscr.run("ls", "-q").ok().out());
  }

  @Test
  void a_location_says_which_image_and_what_it_is() throws IOException {
    Map<String, Image> two = new LinkedHashMap<>();
    two.put("a:1", APP);
    two.put("b:1", OTHER);
    Path directory = Archives.directory(temporary.resolve("layout"), Archives.layout(two));
    assertEquals("b:1\n", nscr.run("import", "oci:" + directory + ":b:1", "-q").ok().out());
    assertEquals("a:1\n", nscr.run("import", "ocidir://" + directory + ":a:1", "-q").ok().out());
    assertTrue(
        nscr.run("import", "oci:" + directory + ":c:1")
            .failure(ExitCode.NOT_FOUND)
            .contains("no image called c:1"));
    assertTrue(
        nscr.run("import", "oci-archive:" + directory)
            .failure(ExitCode.INVALID_INPUT)
            .contains("it is a directory"));
    for (String registry : List.of("docker://alpine", "oci://example.com/app:1")) {
      String message = nscr.run("import", registry).failure(ExitCode.USAGE);
      assertTrue(message.contains("is in a registry"), message);
    }
    nscr.run("import", "oci://" + directory + ":a:1").ok();
  }

  @Test
  void an_archive_of_another_form_than_was_said_is_refused() throws IOException {
    String plain = layout("layout.tar", Map.of("a:1", APP));
    nscr.run("import", "oci-archive:" + plain).ok();
    assertTrue(
        nscr.run("import", "docker-archive:" + plain)
            .failure(ExitCode.INVALID_INPUT)
            .contains("it is an OCI image layout, not a docker-archive"));
    String hybrid = temporary.resolve("hybrid.tar").toString();
    nscr.run("export", "a:1", "--format", "docker", "-o", hybrid).ok();
    nscr.run("import", "oci-archive:" + hybrid).ok();
    nscr.run("import", "docker-archive:" + hybrid).ok();
    String skopeo = temporary.resolve("skopeo").toString();
    nscr.run("export", "a:1", "-o", "dir:" + skopeo).ok();
    nscr.run("import", "dir:" + skopeo, "--as", "b:1").ok();
    assertTrue(
        nscr.run("import", "oci:" + skopeo, "--as", "c:1")
            .failure(ExitCode.INVALID_INPUT)
            .contains("not an OCI image layout"));
  }

  @Test
  void only_the_platform_that_was_asked_for_comes() throws IOException {
    String archive = layout("m.tar", Map.of("m:1", MULTI));
    nscr.run("import", archive, "--platform", "linux/arm64").ok();
    assertEquals(1, nscr.run("ls", "m:1", "-q").ok().lines().size());
    String message =
        nscr.run("import", archive, "--platform", "linux/s390x").failure(ExitCode.NOT_FOUND);
    assertTrue(message.contains("linux/amd64, linux/arm64"), message);
    nscr.run("import", archive).ok();
    assertEquals(2, nscr.run("ls", "m:1", "-q").ok().lines().size());
  }

  @Test
  void an_index_that_lists_what_was_not_saved_is_no_whole_image() throws IOException {
    Map<String, byte[]> files = Archives.layout(Map.of("m:1", MULTI));
    Image arm = Image.of(Platform.parse("linux/arm64"), "a layer for linux/arm64");
    files.remove("blobs/sha256/" + arm.digest().hex());
    String archive = file("sparse.tar", Archives.tar(files));
    String message = nscr.run("import", archive).failure(ExitCode.INVALID_INPUT);
    assertTrue(
        message.contains("linux/arm64") && message.contains("--platform linux/amd64"), message);
    nscr.run("import", archive, "--platform", "linux/arm64").failure(ExitCode.INVALID_INPUT);
    nscr.run("import", archive, "--platform", "linux/amd64").ok();
    assertNothingIsStaged();
  }

  @Test
  void what_refers_to_an_image_comes_along_to_every_name() throws IOException {
    Image signature = Image.about(APP.root(), "signed");
    Map<String, Image> images = new LinkedHashMap<>();
    images.put("a:1", APP);
    images.put("b:1", APP);
    images.put(" ", signature);
    nscr.run("import", layout("s.tar", images)).ok();
    for (String name : List.of("a:1", "b:1")) {
      String referrer =
          nscr.run("inspect", "--json", name)
              .ok()
              .json()
              .member("referrers")
              .orElseThrow()
              .elements()
              .getFirst()
              .member("digest")
              .flatMap(Json::text)
              .orElseThrow();
      assertEquals(signature.digest().toString(), referrer);
    }
  }

  @Test
  void a_dry_run_says_it_all_and_changes_nothing() throws IOException {
    String archive = layout("a.tar", Map.of("app:1", APP));
    String planned = nscr.run("import", "-n", archive).ok().out();
    assertEquals(line("app:1", APP.digest()) + "\n", planned);
    assertFalse(Files.exists(store));
    nscr.run("import", layout("b.tar", Map.of("other:1", OTHER))).ok();
    assertEquals(planned, nscr.run("import", "-n", archive).ok().out());
    assertEquals("other\n", nscr.run("ls", "-q").ok().out());
    assertNothingIsStaged();
  }

  @Test
  void what_cannot_be_read_is_named_before_a_store_is_made() throws IOException {
    String message = nscr.run("import", temporary + "/none.tar").failure(ExitCode.FAILED);
    assertTrue(message.contains("none.tar: no such file"), message);
    assertFalse(Files.exists(store));
    nscr.terminal(Surroundings.Stream.IN).run("import").failure(ExitCode.USAGE);
    for (String[] empty :
        List.of(new String[] {"import", ""}, new String[] {"ls", "--store", ""})) {
      assertTrue(nscr.run(empty).failure(ExitCode.USAGE).contains("an empty word names no file"));
    }
  }

  @Test
  void a_damaged_archive_leaves_nothing_behind() throws IOException {
    byte[] whole = Archives.tar(Archives.layout(Map.of("app:1", APP)));
    Map<String, byte[]> wrong = Archives.layout(Map.of("app:1", APP));
    String layer = "blobs/sha256/" + APP.parts().get(1).descriptor().digest().hex();
    wrong.put(layer, Image.bytes("owt"));
    Map<String, byte[]> missing = Archives.layout(Map.of("app:1", APP));
    missing.remove(layer);
    List<byte[]> archives =
        List.of(
            java.util.Arrays.copyOf(whole, whole.length / 2),
            Archives.tar(wrong),
            Archives.tar(missing),
            Archives.tar(Map.of("readme", Image.bytes("no image"))),
            new byte[0]);
    for (byte[] archive : archives) {
      nscr.input(archive).run("import", "-").failure(ExitCode.INVALID_INPUT);
    }
    assertEquals("", nscr.run("ls", "-q").ok().out());
    assertNothingIsStaged();
  }

  @Test
  void layers_are_compressed_the_same_way_every_time() throws IOException {
    String archive = file("a.tar", Archives.docker(Map.of("app:1", APP)));
    for (String how : List.of("gzip", "zstd")) {
      String first = nscr.run("import", archive, "--compress", how).ok().out();
      assertEquals(first, nscr.run("import", archive, "--compress", how).ok().out());
      assertTrue(nscr.run("ls", "app:1").ok().out().contains("tar+" + how));
    }
    nscr.run("import", archive, "--compress", "xz").failure(ExitCode.USAGE);
  }
}
