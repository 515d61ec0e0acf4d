package nscr.check;

import java.io.IOException;
import java.util.function.Consumer;
import nscr.blob.BlobBackend;
import nscr.blob.BlobFile;
import nscr.blob.BlobName;
import nscr.blob.StagedName;
import nscr.content.Progress;
import nscr.rows.BlobRow;
import nscr.rows.ContentRow;
import nscr.rows.DamagedRowException;
import nscr.rows.EdgeRow;
import nscr.rows.FactRow;
import nscr.rows.KeepRow;
import nscr.rows.LinkRow;
import nscr.rows.ManifestRow;
import nscr.rows.NameRow;
import nscr.rows.ReferrerRow;
import nscr.rows.ReviewRow;
import nscr.rows.Row;
import nscr.rows.Rows;
import nscr.rows.TagRow;
import nscr.rows.UploadRow;
import nscr.store.Store;

/// Proves that a store is what its rules say: every row can be read and stands on what it relies on
/// (R1), rows that are written together stand together (R3), content has its digest, and whatever
/// nothing needs is in the review queue, so that gc, which reads only the queue, misses nothing.
///
/// It walks every row once, then every file. It changes nothing, takes no lock, and may run beside
/// pushes, deletes and gcs: see [Suspects]. Its memory grows with the garbage, not with the
/// content.
public final class Check {
  private final Rows rows;
  private final BlobBackend blobs;

  /// Whether files that no row names are gc's to delete: in a backup they are the next one's.
  private final boolean isCollected;

  private final Progress progress;
  private final Consumer<Finding> findings;
  private final Census census = new Census();
  private final Suspects suspects;
  private final BlobStatements blobStatements;
  private final ManifestStatements manifestStatements;
  private final EdgeStatements edgeStatements = new EdgeStatements();

  private Check(Store store, Progress progress, Consumer<Finding> findings) throws IOException {
    this.rows = store.rows();
    this.blobs = store.blobFiles();
    this.isCollected = !store.isBackup();
    this.progress = progress;
    this.findings =
        finding -> {
          census.countFinding();
          findings.accept(finding);
        };
    Reviews reviews = new Reviews(rows);
    reviews.refresh();
    this.suspects = new Suspects(rows, reviews, this.findings);
    this.blobStatements = new BlobStatements(rows, blobs, reviews);
    this.manifestStatements = new ManifestStatements(rows, reviews);
  }

  /// Checks a whole store.
  ///
  /// @param deep whether also to read every blob and verify its digest, which takes as long as
  ///   reading the disk does
  /// @param findings is told each thing that is not as it must be, in no order
  /// @throws IOException when the index or a directory cannot be read; a blob that cannot be read
  ///   is a finding
  public static CheckReport run(
      Store store, boolean deep, Progress progress, Consumer<Finding> findings) throws IOException {
    Check check = new Check(store, progress, findings);
    progress.begin("rows", -1);
    check.rows.all(check::row, check::damaged);
    check.suspects.settle();
    progress.begin("files", -1);
    check.blobs.list(check.new Files());
    check.suspects.settle();
    if (deep) {
      new DeepCheck(check.rows, check.blobs, progress).run(check.census.bytes(), check.suspects);
      check.suspects.settle();
    }
    return check.census.report();
  }

  private void row(Row row) throws IOException {
    census.count(row);
    switch (row) {
      case BlobRow blob -> suspects.look(blobStatements.row(blob.digest()));
      case LinkRow link -> suspects.look(blobStatements.link(link.repository(), link.digest()));
      case ManifestRow manifest ->
          suspects.look(manifestStatements.manifest(manifest.repository(), manifest.digest()));
      case ContentRow content ->
          suspects.look(manifestStatements.content(content.repository(), content.digest()));
      case EdgeRow edge ->
          suspects.look(edgeStatements.edge(edge.repository(), edge.child(), edge.manifest()));
      case TagRow tag -> suspects.look(NameStatements.tag(tag.repository(), tag.tag()));
      case NameRow name ->
          suspects.look(NameStatements.name(name.repository(), name.manifest(), name.tag()));
      case ReferrerRow referrer ->
          suspects.look(
              NameStatements.referrer(
                  referrer.repository(), referrer.subject(), referrer.referrer().digest()));
      case ReviewRow _, UploadRow _, KeepRow _, FactRow _ -> {
        // They rely on nothing: that they can be read is all.
      }
    }
  }

  private void damaged(String key, String why) {
    findings.accept(new Finding("row", key, why));
  }

  private final class Files implements BlobBackend.Listing {
    @Override
    public void file(BlobFile file, long size) throws IOException {
      switch (file) {
        case BlobName published -> {
          census.countFile();
          if (isCollected) {
            suspects.look(blobStatements.published(published));
          }
        }
        case StagedName staged -> {
          census.countStaged(isAbandoned(staged));
        }
      }
    }

    private boolean isAbandoned(StagedName staged) throws IOException {
      try {
        return rows.find(UploadRow.key(UploadRow.idOf(staged.id()))).isEmpty();
      } catch (DamagedRowException e) {
        // The upload was found where it stands.
        return false;
      }
    }

    @Override
    public void foreign(String path) {
      findings.accept(
          new Finding("foreign", path, "this lies among the store's files and is none of them"));
    }
  }
}
