package nscr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import nscr.oci.Json;

/// What a command line answered.
record Answer(int code, byte[] bytes, String err) {

  String out() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  List<String> lines() {
    return out().lines().toList();
  }

  /// The one JSON document.
  Json json() {
    return Json.parse(bytes);
  }

  /// Itself, when the command succeeded.
  Answer ok() {
    assertEquals(0, code, () -> "stderr: " + err + "\nstdout: " + out());
    return this;
  }

  /// The message of a command that must have failed with this code, on one line and without a stack
  /// trace.
  String failure(ExitCode expected) {
    assertEquals(expected.number(), code, () -> "stderr: " + err + "\nstdout: " + out());
    assertEquals(1, err.lines().count(), err);
    assertEquals("nscr: ", err.substring(0, 6));
    return err.substring(6).strip();
  }
}
