package nscr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `nscr serve` makes of its file and its environment before it serves anything.
class ServeSettingsTest {
  @TempDir Path directory;
  private Path file;
  private TestProgram nscr;

  @BeforeEach
  void make() {
    file = directory.resolve("nscr.yaml");
    nscr = new TestProgram(directory.resolve("store"));
  }

  private Answer check(String yaml, String... more) throws IOException {
    Files.write(file, yaml.getBytes(StandardCharsets.ISO_8859_1));
    String[] words = new String[more.length + 4];
    System.arraycopy(
        new String[] {"serve", "--check-config", "--config", file.toString()}, 0, words, 0, 4);
    System.arraycopy(more, 0, words, 4, more.length);
    return nscr.run(words);
  }

  private void assertRefused(String why, String yaml) throws IOException {
    Answer answer = check(yaml);
    assertEquals(2, answer.code(), yaml);
    assertEquals("nscr: " + file + why + " See nscr help serve.\n", answer.err(), yaml);
  }

  @Test
  void every_option_has_a_key() throws IOException {
    check(
            """
            # A registry for a team.
            store: /srv/nscr
            listen: ["0.0.0.0:5000", "[::1]:7000", "unix:/run/nscr.sock"]
            read-only: false
            keep-needed-blobs: true
            max-upload: 10G
            gc-every: 0
            untagged: 30d
            uploads: 24h
            grace: 1m30s
            access-log: true
            log-format: "json"
            """)
        .ok();
    check("listen: 127.0.0.1:0").ok();
    check("# nothing\n").ok();
    String help = nscr.run("help", "serve").ok().out();
    String known = check("nonsense: 1").err();
    var options = Pattern.compile("(?m)^      --([a-z-]+)").matcher(help.split("Examples:")[0]);
    int count = 0;
    while (options.find()) {
      count++;
      assertTrue(
          options.group(1).contains("config") || known.contains(options.group(1)),
          options.group() + " is not in " + known);
    }
    assertTrue(count >= 12, count + " options");
  }

  @Test
  void what_makes_no_sense_is_named_with_its_line() throws IOException {
    assertRefused(":3: there is no key \"gc-evry\"; did you mean gc-every?", "\n\ngc-evry: 1h");
    assertRefused(":1: there is no key \"tls_cert\"; did you mean tls-cert?", "tls_cert: x");
    assertRefused(
        ":2: grace: \"10\" is no duration: it has no unit, such as 10s.", "uploads: 1h\ngrace: 10");
    assertRefused(":1: read-only: \"yes\" is neither true nor false.", "read-only: yes");
    assertRefused(":1: grace has no value.", "grace:");
    assertRefused(":1: grace has a list where one value is expected.", "grace: [1s, 2s]");
    assertRefused(":1: listen has a mapping where a word is expected.", "listen: {host: x}");
    assertRefused(":1: listen has a list where a word is expected.", "listen: [[a]]");
    assertRefused(":2: grace is there a second time.", "grace: 1s\ngrace: 2s");
    assertRefused(":1: a mapping is expected, such as gc-every: 10m.", "- a");
    assertRefused(":1: a key is a word, such as gc-every.", "[a]: b");
    assertRefused(" is not UTF-8.", "grace: \u00ff");
    assertTrue(check("grace: \"1s").err().contains(":1: this is no YAML: "));
    assertTrue(check("a: 1\n---\nb: 2").err().contains("this is no YAML: "));
  }

  @Test
  void the_environment_overrides_the_file_and_options_override_both() throws IOException {
    String twice = "listen: [\"127.0.0.1:1\", \"127.0.0.1:1\"]\nread-only: true\n";
    check(twice).ok();
    nscr.variable("NSCR_MAX_UPLOAD", "much");
    assertEquals(
        "nscr: NSCR_MAX_UPLOAD: \"much\" is no size in bytes: write 4096, 64Ki, 10MiB, 2GB."
            + " See nscr help serve.\n",
        check(twice).err());
    nscr.variable("NSCR_MAX_UPLOAD", "");
    nscr.variable("NSCR_LISTEN", "127.0.0.1:1,nowhere");
    assertTrue(check(twice).err().startsWith("nscr: NSCR_LISTEN: cannot listen on \"nowhere\""));
    nscr.variable("NSCR_LISTEN", "127.0.0.1:1, [::1]:1");
    check(twice, "--read-only=false", "--listen", "127.0.0.1:2").ok();
    assertTrue(check(twice, "--read-only=no").err().contains("--read-only: \"no\" is neither"));
  }

  @Test
  void certificates_are_looked_at_too() throws IOException {
    assertTrue(check("tls-cert: a.pem").err().contains("tls-cert and tls-key belong together"));
    Answer missing = check("tls-cert: a.pem\ntls-key: b.pem");
    assertEquals(1, missing.code());
    assertEquals("nscr: a.pem: no such file or directory.\n", missing.err());
    Answer directory = nscr.run("serve", "--config", file.getParent().toString());
    assertEquals(1, directory.code());
    assertTrue(directory.err().contains(file.getParent().toString()), directory.err());
  }
}
