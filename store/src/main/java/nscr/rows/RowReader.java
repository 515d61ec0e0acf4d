package nscr.rows;

import java.io.IOException;
import java.util.Optional;

/// Where single rows are read: the rows as they are, or as a change relies on them.
public interface RowReader {

  /// The row under `key`, if there is one.
  ///
  /// @throws DamagedRowException when what is there cannot be read
  <R extends Row> Optional<R> find(Key<R> key) throws IOException;
}
