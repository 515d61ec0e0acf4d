package nscr.gc;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import nscr.blob.BlobFile;
import nscr.blob.BlobName;
import nscr.blob.StagedName;
import nscr.rows.BlobRow;
import nscr.rows.Change;
import nscr.rows.DamagedRowException;
import nscr.rows.KeepRow;
import nscr.rows.ReviewRow;
import nscr.rows.Rows;
import nscr.rows.UploadRow;

/// Looks at published files that perhaps no blob row names.
///
/// The upload a file was born under is looked for first, and only when it is absent the row that
/// may name the file: nobody else could come to name it, and the id never comes back. In the other
/// order a file could be deleted between the two looks. Only then backups are looked for: one that
/// needs a file that no row names any more began before that was so, and is seen. Its staged name
/// goes first: whoever was about to publish it when the upload was given up then finds nothing to
/// publish.
final class FileReview {

  /// How files are deleted.
  interface Deletion {

    /// Deletes a file and says what that freed.
    GcReport delete(BlobFile file) throws IOException;

    /// Makes the deletion of published files durable.
    void sync(Collection<BlobName> deleted) throws IOException;
  }

  private final Rows rows;
  private final Deletion deletion;
  private final Consumer<ReviewRow> passedOver;

  FileReview(Rows rows, Deletion deletion, Consumer<ReviewRow> passedOver) {
    this.passedOver = passedOver;
    this.rows = rows;
    this.deletion = deletion;
  }

  GcReport run(List<ReviewRow> reviews) throws IOException {
    List<GcReport> freed = new ArrayList<>();
    rows.change(change -> {
      List<ReviewRow> unnamed = new ArrayList<>();
      for (ReviewRow review : reviews) {
        try {
          look(change, review, unnamed);
        } catch (DamagedRowException e) {
          passedOver.accept(review);
        }
      }
      List<BlobName> deleted = new ArrayList<>();
      if (!unnamed.isEmpty() && !rows.any(KeepRow.all())) {
        for (ReviewRow review : unnamed) {
          freed.add(delete(review.file()));
          deleted.add(review.file());
          change.remove(review.key());
        }
      }
      // Before the reviews go: a file that a loss of power brings back would be nobody's to delete.
      // One that was gone already may not be so durably.
      deletion.sync(deleted);
      return deleted;
    });
    return freed.stream().reduce(GcReport.NOTHING, GcReport::plus);
  }

  /// Settles the review of a file that a row names, and gathers those of files that none does.
  private void look(Change change, ReviewRow review, List<ReviewRow> unnamed) throws IOException {
    if (isOver(change, review)) {
      if (isNamed(review.file())) {
        change.remove(review.key());
      } else {
        unnamed.add(review);
      }
    }
  }

  /// Whether the review is still to be settled and nobody can come to name the file any more.
  private boolean isOver(Change change, ReviewRow review) throws IOException {
    return change.find(review.key()).isPresent()
        && rows.find(UploadRow.key(UploadRow.idOf(review.file().birth()))).isEmpty();
  }

  /// Not looked up through the change, which might remember the row from before the upload was
  /// over: two files of one digest come up in one page.
  private boolean isNamed(BlobName file) throws IOException {
    return rows.find(BlobRow.key(file.digest())).map(BlobRow::file).equals(Optional.of(file));
  }

  private GcReport delete(BlobName file) throws IOException {
    deletion.delete(new StagedName(file.birth()));
    return deletion.delete(file);
  }
}
