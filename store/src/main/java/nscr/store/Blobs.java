package nscr.store;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import nscr.oci.Digest;
import nscr.oci.ErrorCode;
import nscr.oci.OciException;
import nscr.oci.RepositoryName;
import nscr.rows.BlobChanges;
import nscr.rows.BlobRow;
import nscr.rows.Change;
import nscr.rows.EdgeRow;
import nscr.rows.LinkRow;
import nscr.rows.ReviewRow;
import nscr.rows.ReviewRow.Kind;
import nscr.rows.State;
import nscr.rows.UploadRow;

/// The blobs of one repository. Any number of threads may use it.
public final class Blobs {
  private static final int PAGE = 100;

  private final Store store;
  private final RepositoryName repository;

  Blobs(Store store, RepositoryName repository) {
    this.store = store;
    this.repository = repository;
  }

  /// The blob, if this repository may serve it; that another one may is not enough.
  public Optional<Blob> find(Digest digest) throws IOException {
    if (store.rows().find(LinkRow.key(digest, repository)).filter(LinkRow::isServed).isEmpty()) {
      return Optional.empty();
    }
    return store
        .rows()
        .find(BlobRow.key(digest))
        .map(row -> new Blob(store.blobFiles(), row.file(), row.size()));
  }

  /// As [#find], for who is going to rely on it: the blob then stays for gc's grace from now on, as
  /// if it had just come. What a manifest needs stays anyway. Where nothing may be changed it is
  /// only found: nobody can bring there what would rely on it.
  ///
  /// @throws IOException also when there is no room to note the promise: then none is made
  public Optional<Blob> promise(Digest digest) throws IOException {
    Optional<Blob> found = find(digest);
    try {
      // A blob that is mounted to where it is has just come.
      return found.isEmpty() || isNeeded(digest) || mount(digest, repository)
          ? found
          : Optional.empty();
    } catch (StoreException.ReadOnly e) {
      return found;
    }
  }

  /// As [#find], for one that must be there.
  ///
  /// @throws OciException BLOB_UNKNOWN
  public Blob get(Digest digest) throws IOException {
    return find(digest).orElseThrow(() -> unknown(digest));
  }

  /// Begins an upload. It is durable at once, and lasts until it is finished, cancelled or expires.
  public Upload upload() throws IOException {
    store.room().check();
    Instant now = store.clock().instant();
    UploadRow row =
        new UploadRow(store.newId(), Optional.of(repository), now, now, Optional.empty());
    return Upload.begin(store, row);
  }

  /// Resumes an upload of this repository where its bytes end; empty when there is none of that id.
  ///
  /// @throws OciException TOOMANYREQUESTS while another resumes it
  public Optional<Upload> resume(String id) throws IOException {
    return Upload.resume(store, repository, id);
  }

  /// How many bytes an upload of this repository has, though others may be adding to it; empty when
  /// there is none of that id.
  public OptionalLong uploaded(String id) throws IOException {
    return Upload.size(store, repository, id);
  }

  /// As [#mount(Digest, RepositoryName)], from any repository that has it.
  ///
  /// Spec: distribution-spec "Mounting a blob from another repository", without `from`.
  ///
  /// @return false when none has it
  public boolean mount(Digest digest) throws IOException {
    Optional<String> after = Optional.empty();
    List<LinkRow> links;
    do {
      links = store.rows().scan(LinkRow.of(digest), after, PAGE);
      for (LinkRow link : links) {
        if (mount(digest, link.repository())) {
          return true;
        }
        after = Optional.of(link.repository().value());
      }
    } while (links.size() == PAGE);
    return false;
  }

  /// Makes a blob of another repository one of this, without moving bytes.
  ///
  /// Spec: distribution-spec "Mounting a blob from another repository".
  ///
  /// @return false when `from` does not have it
  public boolean mount(Digest digest, RepositoryName from) throws IOException {
    store.room().check();
    return store
        .rows()
        .change(change -> {
          Optional<LinkRow> link = change.find(LinkRow.key(digest, from)).filter(LinkRow::isServed);
          Optional<BlobRow> blob = change.find(BlobRow.key(digest));
          if (link.isEmpty() || blob.isEmpty()) {
            return false;
          }
          BlobChanges.revive(change, blob.get());
          BlobChanges.linkForReview(change, digest, repository, store.clock().instant());
          return true;
        });
  }

  /// Removes a blob from this repository; its bytes go with the last repository that has it.
  ///
  /// @throws OciException BLOB_UNKNOWN; DENIED, and it stays, when a manifest of this repository
  ///   still needs it
  public void delete(Digest digest) throws IOException {
    do {
      claim(digest);
    } while (!isSettled(digest));
  }

  private void claim(Digest digest) throws IOException {
    mark(digest, State.CLAIMED, _ -> {});
  }

  /// As [#delete], also when manifests of this repository need the blob: they keep it, though
  /// nobody else can get it here, and what would come to need it is refused, until somebody brings
  /// it again. When they have gone, gc removes it.
  ///
  /// @throws OciException BLOB_UNKNOWN
  public void withdraw(Digest digest) throws IOException {
    mark(
        digest,
        State.WITHDRAWN,
        change -> change.put(ReviewRow.of(Kind.LINK, ReviewRow.AT_ONCE, digest, repository)));
  }

  private void mark(Digest digest, State state, Consumer<Change> more) throws IOException {
    store
        .rows()
        .change(change -> {
          LinkRow link =
              change
                  .find(LinkRow.key(digest, repository))
                  .filter(LinkRow::isServed)
                  .orElseThrow(() -> unknown(digest));
          change.put(link.with(state));
          more.accept(change);
          return link;
        });
  }

  /// Looks again at a link that was claimed, and removes it unless a manifest needs it (R6): a
  /// manifest put that needs it revives it, so what is still claimed and not needed is ours.
  ///
  /// @return false when it was revived though nothing needs it any more, to be claimed again
  /// @throws OciException DENIED
  private boolean isSettled(Digest digest) throws IOException {
    record Look(boolean settled, Optional<EdgeRow> needed) {}

    Look look =
        store
            .rows()
            .change(change -> {
              Optional<LinkRow> link = change.find(LinkRow.key(digest, repository));
              if (link.filter(LinkRow::isServed).isEmpty()) {
                // Others were quicker.
                return new Look(true, Optional.empty());
              }
              Optional<EdgeRow> needed =
                  store.rows().scan(EdgeRow.to(repository, digest), Optional.empty(), 1).stream()
                      .findFirst();
              boolean claimed = link.get().state() == State.CLAIMED;
              if (claimed && needed.isPresent()) {
                change.put(link.get().with(State.LIVE));
              } else if (claimed) {
                change.remove(link.get().key());
                change.put(ReviewRow.blob(ReviewRow.AT_ONCE, digest));
              }
              return new Look(claimed, needed);
            });
    if (look.needed().isPresent()) {
      throw new OciException(
          ErrorCode.DENIED,
          "manifest "
              + look.needed().get().manifest()
              + " of repository "
              + repository
              + " still needs "
              + digest);
    }
    return look.settled();
  }

  /// Whether this blob was deleted, and is kept only for the manifests that need it.
  public boolean isWithdrawn(Digest digest) throws IOException {
    return store
        .rows()
        .find(LinkRow.key(digest, repository))
        .filter(link -> !link.isServed())
        .isPresent();
  }

  /// Whether a manifest of the repository needs this blob.
  public boolean isNeeded(Digest digest) throws IOException {
    return store.rows().any(EdgeRow.to(repository, digest));
  }

  private OciException unknown(Digest digest) {
    return new OciException(
        ErrorCode.BLOB_UNKNOWN, "repository " + repository + " has no blob " + digest);
  }
}
