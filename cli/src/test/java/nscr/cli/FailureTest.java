package nscr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import nscr.content.ContentException;
import nscr.index.DamagedIndexException;
import nscr.oci.ErrorCode;
import nscr.oci.OciException;
import nscr.rows.DamagedRowException;
import nscr.store.StoreException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FailureTest {

  @Test
  void the_numbers_are_those_that_were_promised() {
    int[] promised = {0, 1, 2, 3, 4, 5, 6, 7, 130};
    assertEquals(promised.length, ExitCode.values().length);
    for (ExitCode code : ExitCode.values()) {
      assertEquals(promised[code.ordinal()], code.number());
    }
  }

  @ParameterizedTest
  @EnumSource
  void every_refusal_has_an_exit_code(ErrorCode code) {
    Failure failure = Failure.of(new OciException(code, "no"));
    assertNotNull(failure.code());
    assertEquals("no", failure.message());
    if (code.name().endsWith("_UNKNOWN")) {
      assertEquals(ExitCode.NOT_FOUND, failure.code());
    }
  }

  @Test
  void each_kind_of_trouble_has_its_own() {
    IOException damaged = new DamagedIndexException("x", new IOException());
    Map<Throwable, ExitCode> expected =
        Map.ofEntries(
            Map.entry(new OciException(ErrorCode.DENIED, "x"), ExitCode.DENIED),
            Map.entry(new OciException(ErrorCode.MANIFEST_INVALID, "x"), ExitCode.INVALID_INPUT),
            Map.entry(new UsageException("x"), ExitCode.USAGE),
            Map.entry(new ContentException("x"), ExitCode.INVALID_INPUT),
            Map.entry(new StoreException.Busy("x"), ExitCode.BUSY),
            Map.entry(new StoreException.ReadOnly("x"), ExitCode.DENIED),
            Map.entry(new StoreException.Missing("x"), ExitCode.NOT_FOUND),
            Map.entry(new StoreException.Format("x"), ExitCode.FAILED),
            Map.entry(new StoreException.Damaged("x", null), ExitCode.DAMAGE),
            Map.entry(damaged, ExitCode.DAMAGE),
            Map.entry(new IOException("x", damaged), ExitCode.DAMAGE),
            Map.entry(new DamagedRowException("x"), ExitCode.DAMAGE),
            Map.entry(new InterruptedIOException("x"), ExitCode.INTERRUPTED),
            Map.entry(new UncheckedIOException(new ContentException("x")), ExitCode.INVALID_INPUT),
            Map.entry(new IOException("x"), ExitCode.FAILED),
            Map.entry(new IllegalStateException("x"), ExitCode.FAILED),
            Map.entry(new OutOfMemoryError(), ExitCode.FAILED));
    expected.forEach(
        (thrown, code) -> assertEquals(code, Failure.of(thrown).code(), thrown.toString()));
  }

  @Test
  void trouble_with_the_disk_is_told_in_words() {
    assertEquals(
        "a/b: no such file or directory", Failure.of(new NoSuchFileException("a/b")).message());
    assertEquals("a/b: permission denied", Failure.of(new AccessDeniedException("a/b")).message());
    assertEquals(
        "a: name another",
        Failure.of(new java.nio.file.FileAlreadyExistsException("a", null, "name another"))
            .message());
    String full =
        Failure.of(new FileSystemException("a/b", null, "No space left on device")).message();
    assertTrue(full.startsWith("a/b: No space left on device. "), full);
    assertTrue(full.contains("nscr gc"), full);
  }
}
