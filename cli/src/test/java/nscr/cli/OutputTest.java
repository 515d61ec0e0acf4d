package nscr.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Standard output, and files in its place.
class OutputTest {
  @TempDir private Path temporary;

  private static String table(String[]... rows) throws IOException {
    var bytes = new ByteArrayOutputStream();
    Surroundings surroundings =
        new Surroundings(
            java.io.InputStream.nullInputStream(), bytes, bytes, java.util.Set.of(), Map.of());
    Output out = new Output(surroundings);
    try (Table table = out.table("A", "B")) {
      for (String[] row : rows) {
        table.row(row);
      }
    }
    out.release();
    return bytes.toString();
  }

  @Test
  void columns_are_as_wide_as_what_is_in_them() throws IOException {
    assertEquals(
        "A     B\nlong  x\ns     y\n", table(new String[] {"long", "x"}, new String[] {"s", "y"}));
    assertEquals("A  B\n", table());
  }

  @Test
  void a_cell_stays_on_its_line() throws IOException {
    assertEquals("A       B\na\\nb\\t  c\n", table(new String[] {"a\nb\t", "c"}));
  }

  @Test
  void visible_text_is_left_as_it_is() {
    String text = "käse ✓ 漢字 \uD83D\uDE00";
    assertEquals(text, Text.visible(text));
    assertEquals("\\u0000\\u009b\\u200e\\u2028\\n", Text.visible("\0\u009b\u200e\u2028\n"));
  }

  /// A reader that goes away after so many bytes.
  private static OutputStream leavingAfter(int bytes) {
    return new OutputStream() {
      private int left = bytes;

      @Override
      public void write(int one) throws IOException {
        if (left-- <= 0) {
          throw new ReaderGoneException(new IOException("Broken pipe"));
        }
      }
    };
  }

  @Test
  void a_reader_that_has_seen_enough_is_no_failure() throws IOException {
    TestProgram nscr = Stocked.stock(new TestProgram(temporary.resolve("store")));
    for (String words : List.of("ls", "ls --json", "inspect app:1", "export app:1", "help")) {
      Answer answer = nscr.output(leavingAfter(1)).run(words.split(" "));
      assertEquals(0, answer.code(), words);
      assertEquals("", answer.err(), words);
    }
  }

  @Test
  void what_changes_something_goes_on_without_a_reader() throws IOException {
    Path store = temporary.resolve("store");
    Path first =
        Files.write(
            temporary.resolve("a.tar"), Archives.tar(Archives.layout(Map.of("a:1", Stocked.APP))));
    Path second =
        Files.write(
            temporary.resolve("b.tar"), Archives.tar(Archives.layout(Map.of("b:1", Stocked.APP))));
    new TestProgram(store)
        .output(leavingAfter(0))
        .run("import", first.toString(), second.toString())
        .ok();
    assertEquals("a\nb\n", new TestProgram(store).run("ls", "-q").ok().out());
  }

  @Test
  void a_full_disk_behind_the_output_is_a_failure() throws IOException {
    TestProgram nscr = Stocked.stock(new TestProgram(temporary.resolve("store")));
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int one) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    assertEquals(ExitCode.FAILED.number(), nscr.output(full).run("ls").code());
  }

  @Test
  void many_bytes_wait_as_well_as_few() throws IOException {
    for (int size : List.of(0, 1, 1 << 20, (3 << 20) + 5)) {
      byte[] bytes = new byte[size];
      new Random(size).nextBytes(bytes);
      HeldBytes held = new HeldBytes();
      for (int at = 0; at < size; at += 1000) {
        held.write(bytes, at, Math.min(1000, size - at));
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      held.release(out);
      assertArrayEquals(bytes, out.toByteArray());
      held.release(out);
      assertEquals(size, out.size());
    }
  }

  @Test
  void a_file_appears_when_it_is_complete_and_replaces_what_a_link_points_at() throws IOException {
    Path file = Files.writeString(temporary.resolve("file"), "old");
    Path link = Files.createSymbolicLink(temporary.resolve("link"), file);
    try (OutputFile out = OutputFile.create(link)) {
      out.stream().write(Image.bytes("half"));
      assertEquals("old", Files.readString(file));
    }
    assertEquals("old", Files.readString(file));
    try (OutputFile out = OutputFile.create(link)) {
      out.stream().write(Image.bytes("whole"));
      out.finish();
    }
    assertEquals("whole", Files.readString(file));
    assertTrue(Files.isSymbolicLink(link));
    try (var left = Files.list(temporary)) {
      assertFalse(left.anyMatch(path -> path.toString().endsWith(".part")));
    }
  }

  @Test
  void what_is_no_file_is_written_directly() throws IOException {
    try (OutputFile out = OutputFile.create(Path.of("/dev/null"))) {
      out.stream().write(1);
      out.finish();
    }
    assertFalse(Files.isRegularFile(Path.of("/dev/null")));
  }
}
