package nscr.gc;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nscr.blob.BlobFile;
import nscr.blob.StagedName;
import nscr.rows.BlobRow;
import nscr.rows.Change;
import nscr.rows.ReviewRow;
import nscr.rows.Rows;
import nscr.rows.UploadRow;

/// Looks at published files that perhaps no blob row names.
///
/// The upload a file was born under is looked for first, and only when it is absent the row that
/// may name the file: nobody else could come to name it, and the id never comes back. In the other
/// order a file could be deleted between the two looks. Its staged name goes first: whoever was
/// about to publish it when the upload was given up then finds nothing to publish.
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
    List<GcReport> deleted = new ArrayList<>();
    rows.change(change -> {
      for (ReviewRow review : reviews) {
        if (isOver(change, review)) {
          deleted.add(deleteUnlessNamed(review));
          change.remove(review.key());
        }
      }
      return deleted;
    });
    return deleted.stream().reduce(GcReport.NOTHING, GcReport::plus);
  }

  /// Whether the review is still to be settled and nobody can come to name the file any more.
  private boolean isOver(Change change, ReviewRow review) throws IOException {
    return change.find(review.key()).isPresent()
        && rows.find(UploadRow.key(UploadRow.idOf(review.file().birth()))).isEmpty();
  }

  private GcReport deleteUnlessNamed(ReviewRow review) throws IOException {
    // Not through the change, which might remember the row from before the upload was over: two
    // files of one digest come up in one page.
    Optional<BlobRow> blob = rows.find(BlobRow.key(review.digest()));
    if (blob.map(BlobRow::file).equals(Optional.of(review.file()))) {
      return GcReport.NOTHING;
    }
    deletion.delete(new StagedName(review.file().birth()));
    return deletion.delete(review.file());
  }
}
