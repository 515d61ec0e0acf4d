package nscr.torture;

import java.util.Locale;

/// One operation of one worker, and what befalls it meanwhile.
///
/// @param number its place in the worker's script
/// @param fate what happens while it is under way
/// @param delay in milliseconds, how long after its beginning
record Step(int worker, int number, Operation operation, Way way, Fate fate, int delay) {

  /// How the operation is carried out.
  enum Way {
    /// As a client of the server.
    HTTP,
    /// In a process that has the store open.
    STORE,
    /// As a command of its own process.
    COMMAND
  }

  /// What happens.
  enum Fate {
    NOTHING,
    /// Who carries it out is killed.
    WORKER_KILLED,
    /// The server is killed.
    SERVER_KILLED
  }

  /// What it is called: the worker and the number.
  String id() {
    return worker + ":" + number;
  }

  @Override
  public String toString() {
    String what = id() + " " + operation + " by " + way.name().toLowerCase(Locale.ROOT);
    return fate == Fate.NOTHING
        ? what
        : what + ", " + fate.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
