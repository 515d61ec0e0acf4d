package nscr.gc;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nscr.blob.BlobFile;
import nscr.rows.BlobRow;
import nscr.rows.ReviewRow;
import nscr.rows.Rows;
import nscr.rows.UploadRow;

/// Looks at published files that perhaps no blob row names.
///
/// The upload a file was born under is looked for first, and only when it is absent the row that
/// may name the file: nobody else could come to name it, and the id never comes back. In the other
/// order a file could be deleted between the two looks.
final class FileReview {

  /// Deletes a file and says what that freed.
  @FunctionalInterface
  interface Deletion {
    GcReport delete(BlobFile file) throws IOException;
  }

  private final Rows rows;
  private final Deletion deletion;

  FileReview(Rows rows, Deletion deletion) {
    this.rows = rows;
    this.deletion = deletion;
  }

  GcReport run(List<ReviewRow> reviews) throws IOException {
    GcReport report = GcReport.NOTHING;
    List<ReviewRow> settled = new ArrayList<>();
    for (ReviewRow review : reviews) {
      if (rows.find(UploadRow.key(UploadRow.idOf(review.file().birth()))).isPresent()) {
        continue;
      }
      Optional<BlobRow> blob = rows.find(BlobRow.key(review.digest()));
      if (!blob.map(BlobRow::file).equals(Optional.of(review.file()))) {
        report = report.plus(deletion.delete(review.file()));
      }
      settled.add(review);
    }
    rows.change(change -> {
      settled.forEach(review -> change.remove(review.key()));
      return settled;
    });
    return report;
  }
}
