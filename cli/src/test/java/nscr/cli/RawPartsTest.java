package nscr.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import nscr.oci.Digest;
import nscr.oci.DigestAlgorithm;
import nscr.oci.Json;
import nscr.oci.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `manifest` and `blob`.
class RawPartsTest {
  @TempDir private Path temporary;
  private TestProgram nscr;

  @BeforeEach
  void begin() {
    nscr = new TestProgram(temporary.resolve("store"));
  }

  private String put(String repository, Image image) {
    for (Image.Part part : image.parts().subList(0, image.parts().size() - 1)) {
      assertEquals(
          part.descriptor().digest() + "\n",
          nscr.input(part.bytes()).run("blob", "put", repository, "-").ok().out());
    }
    byte[] manifest = image.parts().getLast().bytes();
    return nscr.input(manifest).run("manifest", "put", repository + ":1").ok().out();
  }

  @Test
  void an_image_put_in_parts_is_an_image() {
    assertEquals("app:1\t" + Stocked.APP.digest() + "\n", put("app", Stocked.APP));
    nscr.run("export", "app:1").ok();
    nscr.run("gc", "--grace", "0").ok();
    nscr.run("check", "--deep").ok();
    assertArrayEquals(
        Stocked.APP.parts().getLast().bytes(),
        nscr.run("manifest", "get", "app@" + Stocked.APP.digest()).ok().bytes());
  }

  @Test
  void a_manifest_needs_its_parts_and_must_be_one() {
    nscr.input(Stocked.APP.parts().getLast().bytes())
        .run("manifest", "put", "app:1")
        .failure(ExitCode.NOT_FOUND);
    nscr.input(Image.bytes("{}")).run("manifest", "put", "app:1").failure(ExitCode.INVALID_INPUT);
    nscr.input(Image.bytes("nonsense"))
        .run("manifest", "put", "app:1")
        .failure(ExitCode.INVALID_INPUT);
    nscr.input(new byte[Manifest.LARGEST + 1])
        .run("manifest", "put", "app:1")
        .failure(ExitCode.INVALID_INPUT);
    put("app", Stocked.APP);
    nscr.input(Stocked.APP.parts().getLast().bytes())
        .run("manifest", "put", "app@" + Digest.of(new byte[0]))
        .failure(ExitCode.INVALID_INPUT);
  }

  @Test
  void a_directory_is_no_content_and_is_named() {
    for (String[] put :
        List.of(new String[] {"blob", "put", "app"}, new String[] {"manifest", "put", "app:1"})) {
      String message =
          nscr.run(put[0], put[1], put[2], temporary.toString()).failure(ExitCode.FAILED);
      assertTrue(message.contains(temporary + ": it is a directory"), message);
    }
  }

  @Test
  void sizes_that_were_wrong_from_the_start_are_no_damage() {
    put("app", Stocked.APP);
    String manifest = new String(Stocked.APP.parts().getLast().bytes(), StandardCharsets.UTF_8);
    assertTrue(manifest.contains("\"size\":3}"), manifest);
    for (String size : List.of("4", String.valueOf(Long.MAX_VALUE))) {
      byte[] wrong = Image.bytes(manifest.replace("\"size\":3}", "\"size\":" + size + "}"));
      nscr.input(wrong).run("manifest", "put", "app:wrong").ok();
      String message = nscr.run("export", "app:wrong").failure(ExitCode.INVALID_INPUT);
      assertTrue(message.contains("has 3 bytes, not the " + size), message);
      nscr.run("check", "--deep").ok();
    }
    Json tag =
        nscr.run("ls", "app", "--json")
            .ok()
            .json()
            .member("tags")
            .orElseThrow()
            .elements()
            .getLast();
    assertEquals(Long.MAX_VALUE, tag.member("size").orElseThrow().integer().orElseThrow());
  }

  @Test
  void bytes_come_out_as_they_went_in_and_only_whole() throws IOException {
    byte[] bytes = Image.bytes("\0any\u00ffthing");
    Digest sha512 = Digest.of(DigestAlgorithm.SHA512, bytes);
    Path file = Files.write(temporary.resolve("in"), bytes);
    nscr.run("blob", "put", "app", file.toString(), "--digest", sha512.toString()).ok();
    Path out = temporary.resolve("out");
    assertArrayEquals(bytes, nscr.run("blob", "get", "app@" + sha512).ok().bytes());
    nscr.run("blob", "get", "app@" + sha512, "-o", out.toString()).ok();
    assertArrayEquals(bytes, Files.readAllBytes(out));
    assertTrue(nscr.run("blob", "stat", "app@" + sha512).ok().out().contains("\t" + bytes.length));
    String missing = "app@" + Digest.of(bytes);
    nscr.run("blob", "get", missing, "-o", temporary + "/none").failure(ExitCode.NOT_FOUND);
    assertFalse(Files.exists(temporary.resolve("none")));
    nscr.run("blob", "get", "app:1").failure(ExitCode.USAGE);
  }

  @Test
  void a_blob_of_another_digest_is_refused_and_forgotten() throws IOException {
    String wrong = Digest.of(new byte[0]).toString();
    nscr.input(Image.bytes("x"))
        .run("blob", "put", "app", "--digest", wrong)
        .failure(ExitCode.INVALID_INPUT);
    Json status = nscr.run("status", "--json").ok().json().member("contents").orElseThrow();
    assertEquals(0, status.member("uploads").orElseThrow().integer().orElseThrow());
    assertEquals("nothing to remove\n", nscr.run("gc").ok().out());
  }

  @Test
  void what_is_needed_is_not_removed() {
    put("app", Stocked.APP);
    String layer = "app@" + Stocked.APP.parts().get(1).descriptor().digest();
    assertTrue(nscr.run("blob", "rm", layer).failure(ExitCode.DENIED).contains("still needs"));
    assertEquals(
        List.of("app:1", "app@" + Stocked.APP.digest()),
        nscr.run("manifest", "rm", "app:1", "-q").ok().lines());
    nscr.run("blob", "rm", layer).ok();
    nscr.run("blob", "stat", layer).failure(ExitCode.NOT_FOUND);
    nscr.run("check").ok();
  }
}
