package nscr.rows;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import nscr.blob.BlobName;
import nscr.oci.Digest;
import nscr.oci.RepositoryName;
import nscr.rows.ReviewRow.Kind;

/// What a change must read and write to give blobs rows and links. Each method is a part of a
/// change; none commits.
public final class BlobChanges {
  private BlobChanges() {}

  /// Makes sure of the blob's row: writes one that names `file`, which must be published (R1),
  /// unless the blob has one, which is then revived.
  ///
  /// @return whether the row names `file`
  public static boolean adopt(Change change, BlobName file, long size) throws IOException {
    Optional<BlobRow> row = change.find(BlobRow.key(file.digest()));
    if (row.isEmpty()) {
      change.put(new BlobRow(file.digest(), file.birth(), size, State.LIVE));
      return true;
    }
    revive(change, row.get());
    return row.get().birth().equals(file.birth());
  }

  /// Makes a claimed blob row live again; relies on it in any case.
  public static void revive(Change change, BlobRow row) {
    if (row.state() == State.CLAIMED) {
      change.put(row.with(State.LIVE));
    }
  }

  /// Lets a repository serve a blob whose row this change relies on.
  public static void link(Change change, Digest digest, RepositoryName repository)
      throws IOException {
    Optional<LinkRow> row = change.find(LinkRow.key(digest, repository));
    if (row.filter(found -> found.state() == State.LIVE).isEmpty()) {
      change.put(
          row.map(found -> found.with(State.LIVE))
              .orElseGet(() -> new LinkRow(digest, repository, State.LIVE, ReviewRow.AT_ONCE)));
    }
  }

  /// As [#link], for a blob that no manifest of the repository may ever come to need: to be
  /// reviewed, `now` and a grace later.
  public static void linkForReview(
      Change change, Digest digest, RepositoryName repository, Instant now) throws IOException {
    // Relied on, whatever it says (R4).
    change.find(LinkRow.key(digest, repository));
    // Reviews that are due before mean nothing from now on: they would end the new grace early.
    change.put(new LinkRow(digest, repository, State.LIVE, now));
    // A deletion's review knows of no grace; from now on there is somebody to be patient with.
    change.remove(ReviewRow.of(Kind.LINK, ReviewRow.AT_ONCE, digest, repository).key());
    change.put(ReviewRow.of(Kind.LINK, now, digest, repository));
  }
}
