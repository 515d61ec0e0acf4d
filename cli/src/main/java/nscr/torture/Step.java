package nscr.torture;

import java.util.Locale;

/// One operation of one worker, and what befalls it meanwhile.
///
/// @param number its place in the worker's script
/// @param fate what happens while it is under way
/// @param delay how long after its beginning: in milliseconds, or for a fault in steps done to
///   files
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
    SERVER_KILLED,
    /// From some point on no file can grow.
    DISK_FULL,
    /// Half of what is written to a file arrives, and then the write fails.
    SHORT_WRITE,
    /// Who carries it out is dead, and staged files that it had not synced are gone.
    POWER_LOST;

    /// As people write it.
    String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /// Whether it is done to the files, in the process that has the store open.
    boolean isFault() {
      return switch (this) {
        case NOTHING, WORKER_KILLED, SERVER_KILLED -> false;
        case DISK_FULL, SHORT_WRITE, POWER_LOST -> true;
      };
    }
  }

  /// What it is called: the worker and the number.
  String id() {
    return worker + ":" + number;
  }

  @Override
  public String toString() {
    String what = id() + " " + operation + " by " + way.name().toLowerCase(Locale.ROOT);
    return fate == Fate.NOTHING ? what : what + ", " + fate.label();
  }
}
