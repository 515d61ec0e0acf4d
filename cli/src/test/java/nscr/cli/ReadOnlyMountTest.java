package nscr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A store `store` that is also seen as `view`, through a mount that may only be read. Where the
/// kernel lets users mount.
@Timeout(300)
class ReadOnlyMountTest {
  /// What follows is run where the mount is.
  private static final String MOUNTED =
      """
      unshare --user --map-root-user --mount bash -euo pipefail -c '
      mount --bind store view
      mount -o remount,bind,ro view
      export NSCR_STORE=view
      change() { echo "$*: $( ("$@" <app.tar >/dev/null) 2>&1) ($?)" || :; }
      """;

  private static final String CHANGES =
      """
      change nscr import app.tar
      change nscr blob put app
      change nscr manifest rm app:1
      change nscr tag app:1 2
      change nscr untag app:1
      change nscr rm app:1
      change nscr gc
      change nscr backup copy
      """;

  @TempDir private Path temporary;
  private InstalledProgram installed;

  @BeforeEach
  void stock() throws Exception {
    installed = new InstalledProgram(temporary);
    Files.createDirectory(installed.store());
    Files.createDirectory(temporary.resolve("view"));
    Files.write(
        temporary.resolve("app.tar"), Archives.tar(Archives.layout(Map.of("app:1", Stocked.APP))));
    assumeTrue(installed.shell(MOUNTED + "'").code() == 0, "this machine lets nobody mount");
    assertEquals("app:1\n", installed.shell("nscr import -q app.tar").ok().out());
  }

  private static void assertAllDenied(Answer answer) {
    assertEquals("", answer.err());
    assertEquals(
        CHANGES.replaceAll(
            "change (.*)",
            "$1: nscr: store view cannot be changed: its file system is mounted read-only. (4)"),
        answer.ok().out());
  }

  @Test
  void nothing_is_changed_through_it() throws Exception {
    assertAllDenied(installed.shell(MOUNTED + CHANGES + "'"));
  }

  @Test
  void nothing_is_changed_through_it_by_way_of_a_server_that_may_write() throws Exception {
    String served =
        """
        nscr --store store serve -q --listen unix:$PWD/http.sock &
        trap "kill $!; wait $!" EXIT
        until [ -S store/index.sock ]; do sleep 0.05; done
        """;
    assertAllDenied(installed.shell(MOUNTED + served + CHANGES + "'"));
    Answer left =
        installed.shell(
            MOUNTED
                + served
                + """
                nscr --store store tag -q app:1 new
                nscr ls -q app
                nscr export app:new | wc -c >/dev/null
                nscr status | grep -E "^(uploads|this process)"
                nscr check -q --deep
                '
                """);
    assertEquals("", left.err());
    assertTrue(
        left.ok().out().endsWith("app:1\napp:new\nthis process  asked that one\nuploads       0\n"),
        left.out());
  }
}
