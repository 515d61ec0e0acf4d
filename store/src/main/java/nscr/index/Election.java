package nscr.index;

import java.io.IOException;

/// How a process comes to have an index that only one can have open: as its owner, or as the guest
/// of its owner.
public interface Election {

  /// The index: this process's own, or a [SocketIndexBackend] to that of another. Waits as long as
  /// there is neither, within reason.
  IndexBackend elect() throws IOException;

  /// What a call fails with that nobody will answer.
  ///
  /// @param why one sentence
  default IOException failure(String why) {
    return new IOException(why);
  }
}
