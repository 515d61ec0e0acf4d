package nscr.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import nscr.rows.BlobRow;
import nscr.rows.Rows;
import nscr.store.StoreException;

/// Where a store and its backup are, and how much there is to bring from one to the other.
final class Places {
  private Places() {}

  /// @throws StoreException.Format when one of the two directories is the other, or in it
  static void checkApart(Path one, Path other) throws IOException {
    Path first = real(one);
    Path second = real(other);
    if (first.startsWith(second) || second.startsWith(first)) {
      throw new StoreException.Format(
          "a store and its backup cannot lie in each other: " + one + " and " + other);
    }
  }

  /// Where a path leads, as far as there is anything.
  private static Path real(Path path) throws IOException {
    Path absolute = path.toAbsolutePath().normalize();
    if (Files.exists(absolute)) {
      return absolute.toRealPath();
    }
    Path parent = absolute.getParent();
    return parent == null ? absolute : real(parent).resolve(absolute.getFileName());
  }

  static long blobBytes(Rows rows) throws IOException {
    long[] bytes = {0};
    // Rows that cannot be read are found by whoever needs them.
    rows.each(BlobRow.all(), row -> bytes[0] += row.size(), (_, _) -> {});
    return bytes[0];
  }
}
