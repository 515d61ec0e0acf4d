package nscr.cli;

import java.io.IOException;

/// What a command answers: a record, which `--json` prints with the names of its components.
///
/// A component may be a [java.util.stream.Stream] when it has no bounds: it is consumed while it is
/// printed, once.
public interface Result {

  /// Says it to a person.
  void print(Output out) throws IOException;

  /// Prints the identifiers in it, one a line, for `--quiet`.
  void printIdentifiers(Output out) throws IOException;
}
