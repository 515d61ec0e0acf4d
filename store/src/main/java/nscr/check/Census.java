package nscr.check;

import java.util.Optional;
import nscr.oci.RepositoryName;
import nscr.rows.BlobRow;
import nscr.rows.ManifestRow;
import nscr.rows.ReviewRow;
import nscr.rows.Row;
import nscr.rows.TagRow;
import nscr.rows.UploadRow;

/// Counts what a check sees.
final class Census {
  private Optional<RepositoryName> repository = Optional.empty();
  private long repositories;
  private long manifests;
  private long tags;
  private long blobs;
  private long bytes;
  private long files;
  private long uploads;
  private long staged;
  private long abandoned;
  private long reviews;
  private long findings;

  /// Counts a row. Rows come in the order of their keys, so each repository's in a row.
  void count(Row row) {
    switch (row) {
      case ManifestRow manifest -> {
        manifests++;
        if (!repository.equals(Optional.of(manifest.repository()))) {
          repository = Optional.of(manifest.repository());
          repositories++;
        }
      }
      case TagRow _ -> tags++;
      case BlobRow blob -> {
        blobs++;
        bytes += blob.size();
      }
      case ReviewRow _ -> reviews++;
      case UploadRow _ -> uploads++;
      default -> {
        // Links, edges and the like are how the store is made, not what it holds.
      }
    }
  }

  void countFile() {
    files++;
  }

  void countStaged(boolean isAbandoned) {
    staged++;
    abandoned += isAbandoned ? 1 : 0;
  }

  void countFinding() {
    findings++;
  }

  /// Of all blobs seen so far.
  long bytes() {
    return bytes;
  }

  CheckReport report() {
    return new CheckReport(
        repositories,
        manifests,
        tags,
        blobs,
        bytes,
        files,
        uploads,
        staged,
        abandoned,
        reviews,
        findings);
  }
}
