package nscr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A store and several users: its owner, root, and one who may only read. Only root can try it.
@Timeout(300)
class OtherUsersTest {
  private static final String OWNER = "setpriv --reuid 1234 --regid 1234 --clear-groups ";
  private static final String OTHER = "setpriv --reuid 4321 --regid 4321 --clear-groups ";

  @TempDir private Path temporary;
  private InstalledProgram installed;

  @BeforeEach
  void install() throws Exception {
    assumeTrue(System.getProperty("user.name").equals("root"));
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")));
    installed = InstalledProgram.forEverybody(temporary);
    Files.createDirectory(installed.store());
    archive("app.tar", Map.of("app:1", Stocked.APP));
    archive("other.tar", Map.of("other:1", Stocked.OTHER));
    Answer owner =
        installed.shell(
            """
            chown 1234:1234 store
            %s nscr import -q app.tar
            """
                .formatted(OWNER));
    assertEquals("app:1\n", owner.ok().out(), owner.err());
  }

  private void archive(String file, Map<String, Image> images) throws IOException {
    Files.write(temporary.resolve(file), Archives.tar(Archives.layout(images)));
  }

  @Test
  void what_root_makes_in_a_store_belongs_to_the_stores_owner() throws Exception {
    Answer answer =
        installed.shell(
            """
            nscr import -q other.tar
            echo blob | nscr blob put app
            find store ! -user 1234 -o ! -group 1234
            %1$s nscr tag app:1 2
            %1$s nscr rm -q other:1
            %1$s nscr gc --grace 0 -q
            %1$s nscr check --deep
            """
                .formatted(OWNER));
    assertEquals("", answer.err());
    assertTrue(answer.ok().out().startsWith("other:1\nsha256:"), answer.out());
    assertTrue(!answer.out().contains("store/"), answer.out());
  }

  @Test
  void whoever_may_only_read_can_read_and_is_told_why_not_more() throws Exception {
    Answer answer =
        installed.shell(
            """
            before=$(find store -printf '%%p %%T@ %%u\\n' | sort)
            %1$s nscr ls -q app
            %1$s nscr inspect app:1 >/dev/null
            %1$s nscr export app:1 | wc -c >/dev/null
            %1$s nscr check -q
            %1$s nscr gc --dry-run >/dev/null
            %1$s nscr tag app:1 2 || echo $?
            %1$s nscr import other.tar || echo $?
            %1$s nscr gc || echo $?
            %1$s nscr status | grep 'only read'
            test "$before" = "$(find store -printf '%%p %%T@ %%u\\n' | sort)"
            """
                .formatted(OTHER));
    assertTrue(answer.ok().out().startsWith("app:1\n4\n4\n4\n"), answer.out());
    assertEquals(
        3, answer.err().lines().filter(line -> line.contains("may not write to it")).count());
  }

  @Test
  void an_owner_serves_its_own_user_and_root() throws Exception {
    Process import_ = installed.process("bash", "-c", "exec " + OWNER + "nscr import -").start();
    try {
      byte[] whole = Archives.tar(Archives.layout(Map.of("late:1", Image.of("z".repeat(900_000)))));
      import_.getOutputStream().write(whole, 0, 500_000);
      import_.getOutputStream().flush();
      Path socket = installed.store().resolve("index.sock");
      while (import_.isAlive() && Files.notExists(socket)) {
        Thread.sleep(10);
      }
      Answer answer =
          installed.shell(
              """
              nscr tag app:1 2
              %1$s nscr tag app:1 3
              %2$s nscr ls -q app
              %2$s nscr tag app:1 4 2>/dev/null || echo $?
              nscr status | grep 'asked that one'
              """
                  .formatted(OWNER, OTHER));
      assertEquals("", answer.err());
      assertTrue(answer.ok().out().endsWith("4\nthis process  asked that one\n"), answer.out());
    } finally {
      import_.destroyForcibly().waitFor();
    }
  }
}
