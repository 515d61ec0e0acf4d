package nscr.index;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The checkpoint of an index that is not on disk.
final class IndexCopy {
  /// No key of a row or a receipt is above it.
  static final String BEHIND_ALL = "\u007f\u007f";

  private IndexCopy() {}

  /// Writes `entries` into a new index on disk.
  static void write(List<Entry> entries, Path directory) throws IOException {
    checkAbsent(directory);
    Map<String, Optional<Bytes>> values = new LinkedHashMap<>();
    entries.forEach(entry -> values.put(entry.key(), Optional.of(entry.value())));
    try (IndexBackend copy = RocksIndexBackend.open(directory)) {
      copy.commit(new Batch(Map.of(), values));
    }
  }

  static void checkAbsent(Path directory) throws IOException {
    if (Files.exists(directory)) {
      throw new FileAlreadyExistsException(directory.toString());
    }
  }
}
