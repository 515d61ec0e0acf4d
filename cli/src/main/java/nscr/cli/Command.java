package nscr.cli;

import java.io.IOException;

/// One command, its options parsed: what it does.
///
/// Its constructor takes the [Syntax] and says there what it is given and what its help is.
@FunctionalInterface
public interface Command {

  /// Does it, and answers how that went; what it throws is told by [Failure].
  ExitCode run(Session session) throws IOException;
}
