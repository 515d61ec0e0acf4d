package nscr.index;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A sorted map from ASCII keys to byte strings, with atomic conditional commits. It knows nothing
/// of registries.
///
/// Any number of threads may use one at once. What a returned `commit` wrote is seen by every later
/// `get` and `scan`.
public interface IndexBackend extends Closeable {

  /// The value under `key`; empty when there is none.
  Optional<Bytes> get(String key) throws IOException;

  /// The first `limit` entries, in ascending order of their keys, with `from <= key < to`.
  ///
  /// Each call sees one moment; two calls may see two. To go on, call again from the last key
  /// followed by a character `\0`.
  List<Entry> scan(String from, String to, int limit) throws IOException;

  /// Applies `batch` whole if every expectation holds, and not at all otherwise.
  ///
  /// Durable on return: neither kill -9 nor loss of power undoes it.
  ///
  /// @return false when an expectation no longer holds; nothing was written
  /// @throws IOException when the change could not be made durable; whether it was made is then
  ///   known only by reading again
  boolean commit(Batch batch) throws IOException;

  /// How many bytes a commit may have, the keys and values of all it expects and writes together.
  default long largestCommit() throws IOException {
    return Long.MAX_VALUE;
  }

  /// Writes what the index holds at one moment into `directory`, as an index of its own that
  /// [RocksIndexBackend] opens. Whatever was committed before the call is in it. That it is there
  /// is not durable; the caller deletes it.
  ///
  /// @param directory is not there yet. Of an index on disk it must be on the same file system, and
  ///   costs nearly nothing. Of one that another process may have open it must lie beside that
  ///   one's socket and be called `checkpoint-` and an id: nobody is let write elsewhere.
  /// @throws java.nio.file.FileAlreadyExistsException when it is there
  void checkpoint(Path directory) throws IOException;

  /// Releases what is held. Calls under way finish first; later ones throw IOException. Closing
  /// twice is harmless.
  @Override
  void close() throws IOException;
}
