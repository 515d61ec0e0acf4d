package nscr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import nscr.oci.RepositoryName;
import nscr.store.Store;
import nscr.store.StoreOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `nscr shell` on a pseudo-terminal, as a person has it.
@Timeout(120)
class ShellTest {
  private static final String CTRL_C = "\003";
  private static final String CTRL_D = "\004";
  private static final String CTRL_U = "\025";
  private static final String UP = "\033OA";

  /// As a terminal sends it that pays no heed to its mode.
  private static final String OTHER_UP = "\033[A";

  @TempDir private Path temporary;
  private InstalledProgram installed;

  @BeforeEach
  void stock() throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")));
    installed = new InstalledProgram(temporary);
    Stocked.stock(new TestProgram(installed.store()));
  }

  /// A terminal and what was seen on it since it was last looked at. script(1) makes it.
  private final class Screen implements Closeable {
    private final Process process;
    private final InputStream out;
    private String seen = "";

    Screen() throws IOException {
      ProcessBuilder builder =
          installed.process(
              "script", "-qec", "stty cols 200 rows 40; exec nscr shell", "/dev/null");
      builder.environment().put("XDG_STATE_HOME", temporary + "/state");
      builder.environment().put("LC_ALL", "C.UTF-8");
      process = builder.redirectErrorStream(true).start();
      out = process.getInputStream();
    }

    void type(String keys) throws IOException {
      process.getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    }

    /// Waits until `text` is there; what was before it is forgotten.
    String await(String text) throws IOException {
      byte[] some = new byte[4096];
      while (!seen.contains(text)) {
        int count = out.read(some);
        assertTrue(count > 0, () -> "the shell ended without " + text + ": " + seen);
        seen +=
            new String(some, 0, count, StandardCharsets.UTF_8).replaceAll("\033\\[[0-9;]*m", "");
      }
      int end = seen.indexOf(text);
      String before = seen.substring(0, end);
      seen = seen.substring(end + text.length());
      return before;
    }

    void awaitPrompt(String where) throws IOException {
      await(installed.store() + where + "> ");
    }

    /// Types a command and waits until its process is there.
    void begin(String command) throws IOException, InterruptedException {
      long before = process.descendants().count();
      type(command + "\r");
      while (process.descendants().count() == before) {
        Thread.sleep(20);
      }
    }

    int awaitEnd() throws IOException, InterruptedException {
      process.getOutputStream().flush();
      out.readAllBytes();
      assertTrue(process.waitFor(60, TimeUnit.SECONDS));
      return process.exitValue();
    }

    @Override
    public void close() {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  @Test
  void commands_are_typed_one_after_another_until_ctrl_d() throws Exception {
    try (Screen screen = new Screen()) {
      screen.awaitPrompt("");
      screen.type("ls\r");
      screen.await("REPOSITORY");
      screen.await("multi");
      screen.awaitPrompt("");
      screen.type("nscr inspect nothing:1\r");
      screen.await("nscr: ");
      screen.awaitPrompt("");
      screen.type("ls | cat\r");
      screen.await("pipes and the like are for other shells");
      screen.awaitPrompt("");
      screen.type(CTRL_D);
      assertEquals(0, screen.awaitEnd());
    }
    assertEquals(
        "ls\nnscr inspect nothing:1\nls | cat\n",
        Files.readString(temporary.resolve("state/nscr/history")));
    try (Screen screen = new Screen()) {
      screen.awaitPrompt("");
      screen.type(UP + OTHER_UP + UP + "\r");
      screen.await("REPOSITORY");
      screen.awaitPrompt("");
      screen.type("exit\r");
      assertEquals(0, screen.awaitEnd());
    }
  }

  @Test
  void names_are_short_in_the_repository_one_goes_to() throws Exception {
    try (Screen screen = new Screen()) {
      screen.awaitPrompt("");
      screen.type("cd nowhere\r");
      screen.await("there is no repository nowhere");
      screen.awaitPrompt("");
      screen.type("cd app\r");
      screen.awaitPrompt(" app");
      screen.type("ls\r");
      screen.await("stable");
      screen.awaitPrompt(" app");
      screen.type("tag 1 fresh\r");
      screen.await("app:fresh\t");
      screen.awaitPrompt(" app");
      screen.type("untag :stable /multi:1\r");
      screen.await("multi:1\t");
      screen.awaitPrompt(" app");
      screen.type("cd\r");
      screen.awaitPrompt("");
    }
    TestProgram nscr = new TestProgram(installed.store());
    assertEquals("app:1\napp:2\napp:fresh\n", nscr.run("ls", "-q", "app").ok().out());
    assertEquals("", nscr.run("ls", "-q", "multi").ok().out());
  }

  @Test
  void tab_completes_what_the_store_has() throws Exception {
    String digest = Stocked.MULTI.root().digest().toString();
    try (Screen screen = new Screen()) {
      screen.awaitPrompt("");
      screen.type("insp\t mu\t");
      screen.await("inspect ");
      screen.await("multi:1 ");
      screen.type(CTRL_U + "inspect multi@" + digest.substring(0, 20) + "\t");
      screen.await(digest.substring(20));
      screen.type(CTRL_U + "cd a\t\r");
      screen.awaitPrompt(" app");
      screen.type("inspect --con\t st\t");
      screen.await("fig ");
      screen.await("able ");
    }
  }

  @Test
  void ctrl_c_stops_a_command_and_not_the_shell() throws Exception {
    try (Screen screen = new Screen()) {
      screen.awaitPrompt("");
      screen.type("half of a line" + CTRL_C);
      screen.awaitPrompt("");
      screen.begin("import -");
      screen.type(CTRL_C);
      screen.awaitPrompt("");
      screen.type("ls -q\r");
      screen.await("app\r\nmulti");
      screen.awaitPrompt("");
    }
  }

  @Test
  void the_prompt_says_who_has_the_store_open() throws Exception {
    StoreOptions here = new StoreOptions(Duration.ZERO, "the test", false, InstantSource.system());
    try (Screen screen = new Screen()) {
      screen.awaitPrompt("");
      try (Store store = Store.open(installed.store(), here)) {
        assertTrue(store.repository(new RepositoryName("app")).exists());
        screen.type("\r");
        screen.awaitPrompt(" [process " + ProcessHandle.current().pid() + " (the test)]");
      }
      screen.type("\r");
      screen.awaitPrompt("");
    }
  }

  @Test
  void it_is_for_somebody_at_a_terminal() {
    new TestProgram(installed.store()).run("shell").failure(ExitCode.USAGE);
  }
}
