package nscr.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// On a disk that is full to the last byte nothing is lost, and deleting and gc make room: in the
/// process that filled it, after kill -9, and after a write that was torn.
class FullDiskTest {
  private static final String RUN = SmallDisk.java(FullDisk.class) + " \"$1\" \"$0\" \"$2\"";

  private static final List<String> MAKES_ROOM =
      List.of(
          "push: full",
          "import: full",
          "check, full: []",
          "delete: done",
          "gc: done",
          "push: done",
          "import: done",
          "tag: done",
          "check, with room: []",
          "reserve: true");

  @TempDir Path directory;

  private final long seed = Long.getLong("nscr.seed", System.nanoTime());
  private SmallDisk disk;

  @BeforeEach
  void mount() throws Exception {
    System.out.println("seed " + seed);
    disk = new SmallDisk(directory, 64);
    assumeTrue(disk.isPossible(), "needs unshare and a kernel that lets users mount");
  }

  private static String step(String what) {
    return "set -- " + what + " \"$2\"; " + RUN + "\n";
  }

  private void assertMakesRoom(String script, String... before) throws Exception {
    List<String> expected = new ArrayList<>(List.of(before));
    expected.addAll(MAKES_ROOM);
    assertEquals(expected, disk.run(script, "", Long.toString(seed)), "seed " + seed);
  }

  @Test
  void theProcessThatFilledTheDiskMakesRoom() throws Exception {
    assertMakesRoom(
        step("fill"),
        "filled by images: true",
        "push: full",
        "import: full",
        "import: full",
        "import: full",
        "tag: full",
        "push: full");
  }

  @Test
  void aStoreThatWasClosedIsReadAndMakesRoom() throws Exception {
    assertMakesRoom(
        step("begin") + step("fill-the-rest") + step("read") + step("make-room"),
        "read: true, reserve: true");
  }

  @Test
  void anotherMakesRoomWhenThatWasKilled() throws Exception {
    assertMakesRoom(
        step("fill-and-die") + step("fill-the-rest") + step("make-room"), "filled by images: true");
  }

  @Test
  void anotherMakesRoomWhenTheLastWriteWasTorn() throws Exception {
    assertMakesRoom(
        step("fill-and-die") + step("tear") + step("fill-the-rest") + step("make-room"),
        "filled by images: true");
  }
}
