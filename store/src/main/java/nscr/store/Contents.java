package nscr.store;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import nscr.oci.RepositoryName;
import nscr.rows.BlobRow;
import nscr.rows.ManifestRow;
import nscr.rows.Rows;
import nscr.rows.TagRow;
import nscr.rows.UploadRow;

/// How much is in a store.
///
/// @param blobBytes of all blobs together, each once
/// @param uploads in progress or left, imports among them
public record Contents(
    long repositories, long manifests, long tags, long blobs, long blobBytes, long uploads) {
  private static final int PAGE = 1000;

  /// Counts every row: it costs what the store holds. Others may change the store meanwhile, and
  /// are seen or not.
  ///
  /// @param pulse run again and again; what it throws ends the counting
  public static Contents count(Store store, Runnable pulse) throws IOException {
    Rows rows = store.rows();
    long[] count = new long[6];
    Optional<RepositoryName> last = Optional.empty();
    List<RepositoryName> page;
    do {
      page = store.repositories(last, PAGE);
      for (RepositoryName repository : page) {
        pulse.run();
        count[0]++;
        rows.each(ManifestRow.in(repository), _ -> count[1]++);
        rows.each(TagRow.in(repository), _ -> count[2]++);
        last = Optional.of(repository);
      }
    } while (page.size() == PAGE);
    rows.each(
        BlobRow.all(),
        blob -> {
          pulse.run();
          count[3]++;
          count[4] += blob.size();
        });
    rows.each(UploadRow.all(), _ -> count[5]++);
    return new Contents(count[0], count[1], count[2], count[3], count[4], count[5]);
  }
}
