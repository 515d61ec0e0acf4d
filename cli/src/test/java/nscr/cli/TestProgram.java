package nscr.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nscr.cli.Surroundings.Stream;
import nscr.cli.command.CommandTable;

/// Runs command lines in this process, by the way `main` takes, on a store of the test's.
final class TestProgram {
  private final Map<String, String> environment = new HashMap<>();
  private final Set<Stream> terminals = EnumSet.noneOf(Stream.class);
  private InputStream in = InputStream.nullInputStream();
  private Optional<OutputStream> out = Optional.empty();

  TestProgram(Path store) {
    environment.put("NSCR_STORE", store.toString());
  }

  TestProgram variable(String name, String value) {
    environment.put(name, value);
    return this;
  }

  TestProgram terminal(Stream stream) {
    terminals.add(stream);
    environment.put("TERM", "xterm");
    return this;
  }

  /// What the next command reads.
  TestProgram input(byte[] bytes) {
    in = new ByteArrayInputStream(bytes);
    return this;
  }

  /// Where commands write, instead of into their answers.
  TestProgram output(OutputStream stream) {
    out = Optional.of(stream);
    return this;
  }

  Answer run(String... words) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Surroundings surroundings =
        new Surroundings(in, out.orElse(bytes), err, terminals, environment);
    ExitCode code = new Program(new CommandTable(), surroundings).run(words);
    return new Answer(code.number(), bytes.toByteArray(), err.toString(StandardCharsets.UTF_8));
  }
}
