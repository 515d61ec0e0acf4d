package nscr.blob;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/// A staged file open for appending. One thread at a time.
public interface Staged extends Closeable {

  /// How many bytes the file has: where the next ones go.
  long size() throws IOException;

  /// Appends everything that remains in `bytes`. After a failure the file ends where `size` says.
  /// An interrupt is kept for later: what was received counts, also when the process is about to
  /// end.
  void write(ByteBuffer bytes) throws IOException;
}
