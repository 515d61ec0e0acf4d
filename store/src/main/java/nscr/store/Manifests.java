package nscr.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import nscr.oci.Descriptor;
import nscr.oci.Digest;
import nscr.oci.ErrorCode;
import nscr.oci.Manifest;
import nscr.oci.MediaType;
import nscr.oci.OciException;
import nscr.oci.Reference;
import nscr.oci.RepositoryName;
import nscr.oci.Tag;
import nscr.rows.Change;
import nscr.rows.ContentRow;
import nscr.rows.EdgeRow;
import nscr.rows.ManifestChanges;
import nscr.rows.ManifestRow;
import nscr.rows.NameRow;
import nscr.rows.PushedManifest;
import nscr.rows.ReferrerRow;
import nscr.rows.ReviewRow;
import nscr.rows.TagRow;

/// The manifests of one repository. Any number of threads may use it.
public final class Manifests {
  /// Tags that go in one commit, which another process's index takes.
  private static final int MANY = 10_000;

  private final Store store;
  private final RepositoryName repository;

  Manifests(Store store, RepositoryName repository) {
    this.store = store;
    this.repository = repository;
  }

  /// The manifest a tag points at now, or the one of a digest.
  public Optional<StoredManifest> find(Reference reference) throws IOException {
    // No switch: the JVM makes one over types anew at each start, which takes it 15 ms.
    if (!(reference instanceof Tag tag)) {
      return content((Digest) reference);
    }
    Optional<TagRow> row = store.rows().find(TagRow.key(repository, tag));
    Optional<StoredManifest> found =
        row.isPresent() ? content(row.get().manifest()) : Optional.empty();
    // Between two reads the tag may have moved and its old manifest gone.
    return row.isEmpty() || found.isPresent() ? found : findAtOneMoment(tag);
  }

  private Optional<StoredManifest> findAtOneMoment(Tag tag) throws IOException {
    record Named(Optional<TagRow> tag, Optional<ContentRow> content) {}

    Named named =
        store
            .rows()
            .view(moment -> {
              Optional<TagRow> row = moment.find(TagRow.key(repository, tag));
              return new Named(
                  row,
                  row.isPresent()
                      ? moment.find(ContentRow.key(repository, row.get().manifest()))
                      : Optional.empty());
            });
    if (named.tag().isPresent() && named.content().isEmpty()) {
      throw new StoreException.Damaged(
          "tag "
              + repository
              + ":"
              + tag
              + " points at "
              + named.tag().get().manifest()
              + ", which is not there. Run nscr check.",
          null);
    }
    return named.content().map(Manifests::stored);
  }

  private static StoredManifest stored(ContentRow row) {
    return new StoredManifest(row.mediaType(), row.digest(), row.content());
  }

  /// As [#find], for one that must be there.
  ///
  /// @throws OciException MANIFEST_UNKNOWN
  public StoredManifest get(Reference reference) throws IOException {
    return find(reference).orElseThrow(() -> ManifestChanges.unknown(repository, reference));
  }

  private Optional<StoredManifest> content(Digest digest) throws IOException {
    return store.rows().find(ContentRow.key(repository, digest)).map(Manifests::stored);
  }

  /// What the store noted about a manifest when it came.
  public Optional<ManifestRow> row(Digest digest) throws IOException {
    return store.rows().find(ManifestRow.key(repository, digest));
  }

  /// As [#find], for who is going to rely on it: a manifest that nothing holds then stays for as
  /// long as if it had just come. Where nothing may be changed it is only found: nobody can bring
  /// there what would rely on it.
  ///
  /// @throws IOException also when there is no room to note the promise: then none is made
  public Optional<StoredManifest> promise(Digest digest) throws IOException {
    Optional<ManifestRow> seen = row(digest);
    if (seen.isPresent() && !isHeld(seen.get())) {
      try {
        renew(digest);
      } catch (StoreException.ReadOnly e) {
        return find(digest);
      }
    }
    return find(digest);
  }

  private void renew(Digest digest) throws IOException {
    store.room().check();
    store
        .rows()
        .change(change -> {
          Optional<ManifestRow> row = change.find(ManifestRow.key(repository, digest));
          if (row.isPresent()) {
            ManifestChanges.renew(change, row.get(), store.clock().instant());
          }
          return row;
        });
  }

  /// Puts a manifest and points all `tags` at it, in one commit. Pushing the same again changes
  /// nothing but the tags.
  ///
  /// @param mediaType as declared by whoever pushes; a type that is no manifest's leaves it to the
  ///   bytes
  /// @param expected the digest the client asked for
  /// @return the digest it now has here
  /// @throws OciException MANIFEST_INVALID, DIGEST_INVALID, or MANIFEST_BLOB_UNKNOWN naming a child
  ///   that is not here
  public Digest put(
      MediaType mediaType, byte[] content, Optional<Digest> expected, Collection<Tag> tags)
      throws IOException {
    store.room().check();
    Manifest manifest = Manifest.parse(Optional.of(mediaType), content);
    Digest digest =
        expected
            .map(wanted -> Digest.of(wanted.algorithm(), content))
            .orElseGet(() -> Digest.of(content));
    if (expected.isPresent() && !expected.get().equals(digest)) {
      throw new OciException(
          ErrorCode.DIGEST_INVALID,
          "the manifest was pushed as " + expected.get() + ", but its digest is " + digest);
    }
    return store
        .rows()
        .change(change -> {
          var pushed =
              new PushedManifest(repository, digest, manifest, content, store.clock().instant());
          ManifestChanges.put(change, pushed, tags);
          if (tags.isEmpty()) {
            change.put(ReviewRow.of(ReviewRow.Kind.UNTAGGED, pushed.pushed(), digest, repository));
          }
          return digest;
        });
  }

  /// Removes a manifest and all its tags, in one commit. Of one that has very many, tags go before,
  /// {@value #MANY} in a commit.
  ///
  /// @return the tags that went with it
  /// @throws OciException MANIFEST_UNKNOWN; DENIED when an index still needs it
  public List<Tag> delete(Digest digest) throws IOException {
    List<Tag> gone = new ArrayList<>();
    Removed step;
    do {
      step = store.rows().change(change -> removeUnneeded(change, digest));
      gone.addAll(step.tags());
    } while (!step.whole());
    return gone;
  }

  /// @param whole whether the manifest went with its tags, and not yet only some of them
  private record Removed(List<Tag> tags, boolean whole) {}

  private Removed removeUnneeded(Change change, Digest digest) throws IOException {
    // Read before the scans: whoever adds a tag or a parent afterwards writes this row, and the
    // commit fails.
    ManifestRow row =
        change
            .find(ManifestRow.key(repository, digest))
            .orElseThrow(() -> ManifestChanges.unknown(repository, digest));
    List<EdgeRow> parents = store.rows().scan(EdgeRow.to(repository, digest), Optional.empty(), 1);
    if (!parents.isEmpty()) {
      throw new OciException(
          ErrorCode.DENIED,
          "index "
              + parents.getFirst().manifest()
              + " of repository "
              + repository
              + " still needs "
              + digest
              + "; delete the index first");
    }
    return remove(change, row);
  }

  /// Removes a tag and, when nothing else holds it, the manifest it points at, in one commit.
  /// Another tag holds a manifest, and so does an index that lists it, or the presence of its
  /// subject.
  ///
  /// @return the manifest, if it went
  /// @throws OciException MANIFEST_UNKNOWN
  public Optional<Digest> release(Tag tag) throws IOException {
    return store
        .rows()
        .change(change -> {
          TagRow named =
              change
                  .find(TagRow.key(repository, tag))
                  .orElseThrow(() -> ManifestChanges.unknown(repository, tag));
          // Read before the scans, as in delete.
          ManifestRow row =
              change
                  .find(ManifestRow.key(repository, named.manifest()))
                  .orElseThrow(() -> ManifestChanges.unknown(repository, named.manifest()));
          boolean others =
              store.rows().scan(NameRow.of(repository, row.digest()), Optional.empty(), 2).stream()
                  .anyMatch(name -> !name.tag().equals(tag));
          if (others || hasHolder(change, row)) {
            ManifestChanges.untag(change, named, store.clock().instant());
            // Written anew: of two tags that go at the same time, the second sees it is the last.
            change.put(row);
            return Optional.empty();
          }
          remove(change, row);
          return Optional.of(row.digest());
        });
  }

  /// Removes a manifest and all its tags unless an index needs it, as part of a change; of one that
  /// has very many tags, some of them.
  ///
  /// @return what the repository called it; empty when it stays, or is not there
  List<Reference> deleteUnneeded(Change change, Digest digest) throws IOException {
    Optional<ManifestRow> row = change.find(ManifestRow.key(repository, digest));
    if (row.isEmpty() || isNeeded(digest)) {
      return List.of();
    }
    Removed removed = remove(change, row.get());
    List<Reference> gone = new ArrayList<>(removed.tags());
    if (removed.whole()) {
      gone.add(digest);
    }
    return gone;
  }

  /// Removes all tags of a manifest that goes itself, which nobody needs to look at again, and then
  /// it; or as many tags as one change may.
  private Removed remove(Change change, ManifestRow row) throws IOException {
    List<NameRow> names =
        store.rows().scan(NameRow.of(repository, row.digest()), Optional.empty(), MANY);
    List<Tag> tags = new ArrayList<>();
    for (NameRow name : names) {
      Optional<TagRow> tag = change.find(TagRow.key(repository, name.tag()));
      change.remove(name.key());
      if (tag.map(TagRow::manifest).equals(Optional.of(row.digest()))) {
        change.remove(tag.get().key());
        tags.add(name.tag());
      }
    }
    boolean whole = names.size() < MANY;
    if (whole) {
      ManifestChanges.remove(change, row, store.clock().instant());
    }
    return new Removed(tags, whole);
  }

  /// Whether an index lists a manifest, or its subject is there.
  private boolean hasHolder(Change change, ManifestRow row) throws IOException {
    return isNeeded(row.digest())
        || (row.subject().isPresent()
            && change.find(ManifestRow.key(repository, row.subject().get())).isPresent());
  }

  /// Whether anything keeps a manifest from being taken by a gc that takes the untagged ones: a
  /// tag, an index that lists it, or the presence of its subject.
  public boolean isHeld(ManifestRow row) throws IOException {
    return store.rows().any(NameRow.of(repository, row.digest()))
        || isNeeded(row.digest())
        || (row.subject().isPresent() && row(row.subject().get()).isPresent());
  }

  /// The tags of a manifest, in their order.
  public List<Tag> tags(Digest digest) throws IOException {
    List<Tag> tags = new ArrayList<>();
    store.rows().each(NameRow.of(repository, digest), name -> tags.add(name.tag()));
    return tags;
  }

  /// The first of the tags of a manifest, however many it has.
  public Optional<Tag> firstTag(Digest digest) throws IOException {
    return store.rows().scan(NameRow.of(repository, digest), Optional.empty(), 1).stream()
        .map(NameRow::tag)
        .findFirst();
  }

  /// The first `limit` manifests of the repository, in the order of digests, behind `after`.
  public List<ManifestRow> list(Optional<Digest> after, int limit) throws IOException {
    return store.rows().scan(ManifestRow.in(repository), after.map(Digest::toString), limit);
  }

  /// Descriptors of the first `limit` manifests whose subject is `subject`, in the order of
  /// digests, behind `after`.
  ///
  /// Spec: distribution-spec "Listing Referrers".
  public List<Descriptor> referrers(Digest subject, Optional<Digest> after, int limit)
      throws IOException {
    return store
        .rows()
        .scan(ReferrerRow.of(repository, subject), after.map(Digest::toString), limit)
        .stream()
        .map(ReferrerRow::referrer)
        .toList();
  }

  /// Whether an index of the repository lists this manifest.
  public boolean isNeeded(Digest digest) throws IOException {
    return store.rows().any(EdgeRow.to(repository, digest));
  }
}
