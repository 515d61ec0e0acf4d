package nscr.rows;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import nscr.oci.Descriptor;
import nscr.oci.Digest;
import nscr.oci.ErrorCode;
import nscr.oci.Manifest;
import nscr.oci.OciException;
import nscr.oci.Reference;
import nscr.oci.RepositoryName;
import nscr.oci.Tag;
import nscr.rows.ReviewRow.Kind;

/// What a change must read and write to put, name and remove manifests. Each method is a part of a
/// change; none commits.
public final class ManifestChanges {
  private ManifestChanges() {}

  /// Puts a manifest whose children the repository has, with its edges, its referrer row and its
  /// tags. Relies on every child and revives it, so that nothing it needs can be collected
  /// meanwhile (R1, R4, R6). One that nothing names or needs is the caller's to put up for review.
  ///
  /// @throws OciException MANIFEST_BLOB_UNKNOWN naming the first child that the repository does not
  ///   have
  public static void put(Change change, PushedManifest pushed, Collection<Tag> tags)
      throws IOException {
    RepositoryName repository = pushed.repository();
    long contentSize = 0;
    for (Descriptor child : distinctChildren(pushed.manifest())) {
      contentSize = ManifestRow.sum(contentSize, rely(change, pushed, child));
      change.put(new EdgeRow(repository, child.digest(), pushed.digest()));
    }
    Optional<Digest> subject = pushed.manifest().subject().map(Descriptor::digest);
    Optional<ManifestRow> before = change.find(ManifestRow.key(repository, pushed.digest()));
    change.put(
        new ManifestRow(
            repository,
            pushed.digest(),
            pushed.manifest().mediaType(),
            pushed.content().length,
            contentSize,
            before.map(ManifestRow::pushed).orElse(pushed.pushed()),
            subject,
            coming(change, repository, subject, pushed.pushed())));
    change.put(
        new ContentRow(
            repository, pushed.digest(), pushed.manifest().mediaType(), pushed.content()));
    if (subject.isPresent()) {
      change.find(ManifestRow.key(repository, subject.get()));
      change.put(new ReferrerRow(repository, subject.get(), pushed.referrer()));
    }
    acquit(change, repository, pushed.digest());
    for (Tag tag : tags) {
      point(change, new TagRow(repository, tag, pushed.digest(), pushed.pushed()));
    }
  }

  /// Lets a manifest that nothing holds stay as long as one that comes `now`, for who was told that
  /// it is there and is about to push what lists it.
  public static void renew(Change change, ManifestRow row, Instant now) throws IOException {
    change.put(row.cameAt(coming(change, row.repository(), row.subject(), now)));
    acquit(change, row.repository(), row.digest());
    change.put(ReviewRow.of(Kind.UNTAGGED, now, row.digest(), row.repository()));
  }

  /// When a manifest comes: after any deletion of its subject that gc has yet to look at, whatever
  /// clocks say, because the commit relies on that review or on there being none. So gc can tell it
  /// from what was there at the deletion, which goes at once.
  private static Instant coming(
      Change change, RepositoryName repository, Optional<Digest> subject, Instant now)
      throws IOException {
    Instant coming = now.truncatedTo(ChronoUnit.MILLIS);
    if (subject.isPresent()) {
      var review = ReviewRow.of(Kind.SUBJECT, ReviewRow.AT_ONCE, subject.get(), repository);
      Optional<Instant> deleted = change.find(review.key()).flatMap(ReviewRow::deleted);
      if (deleted.isPresent() && !coming.isAfter(deleted.get())) {
        return deleted.get().plusMillis(1);
      }
    }
    return coming;
  }

  /// Whoever deleted what a manifest was part of did not mean one that comes again, nor the
  /// children that it holds until its index comes.
  private static void acquit(Change change, RepositoryName repository, Digest digest) {
    change.remove(ReviewRow.of(Kind.ORPHAN, ReviewRow.AT_ONCE, digest, repository).key());
  }

  /// Whether a manifest needs a child as a manifest of its own, rather than as a blob: an index
  /// lists manifests, but also, as build caches do, plain blobs.
  public static boolean isManifestChild(Manifest parent, Descriptor child) {
    return parent.mediaType().isIndex() && child.mediaType().isManifest();
  }

  /// The children of a manifest, each digest once.
  public static Collection<Descriptor> distinctChildren(Manifest manifest) {
    Map<Digest, Descriptor> children = new LinkedHashMap<>();
    manifest.children().forEach(child -> children.putIfAbsent(child.digest(), child));
    return children.values();
  }

  /// Makes sure of one child; answers how many bytes a pull of it brings.
  private static long rely(Change change, PushedManifest parent, Descriptor child)
      throws IOException {
    if (isManifestChild(parent.manifest(), child)) {
      ManifestRow row =
          change
              .find(ManifestRow.key(parent.repository(), child.digest()))
              .orElseThrow(() -> missing(parent, child));
      change.put(row);
      return row.pullSize();
    }
    // One that was withdrawn is kept for what is there, not for what comes.
    Optional<LinkRow> link =
        change.find(LinkRow.key(child.digest(), parent.repository())).filter(LinkRow::isServed);
    if (link.isEmpty() && !child.mediaType().isNonDistributable()) {
      throw missing(parent, child);
    }
    link.filter(row -> row.state() == State.CLAIMED)
        .ifPresent(row -> change.put(row.with(State.LIVE)));
    return link.isEmpty() ? 0 : child.size();
  }

  private static OciException missing(PushedManifest parent, Descriptor child) {
    return new OciException(
        ErrorCode.MANIFEST_BLOB_UNKNOWN,
        "repository "
            + parent.repository()
            + " has no "
            + child.digest()
            + ", which manifest "
            + parent.digest()
            + " needs");
  }

  /// Points a tag at a manifest; what it pointed at before is to be reviewed.
  public static void point(Change change, TagRow tag) throws IOException {
    Optional<TagRow> before = change.find(tag.key());
    if (before.isPresent() && !before.get().manifest().equals(tag.manifest())) {
      unname(change, before.get(), tag.updated());
    }
    change.put(tag);
    change.put(new NameRow(tag.repository(), tag.manifest(), tag.tag()));
  }

  /// Tags a manifest that the repository has, and writes its row anew so that a removal under way
  /// notices.
  ///
  /// @throws OciException MANIFEST_UNKNOWN when the repository does not have it
  public static void tag(Change change, TagRow tag) throws IOException {
    change.put(
        change
            .find(ManifestRow.key(tag.repository(), tag.manifest()))
            .orElseThrow(() -> unknown(tag.repository(), tag.manifest())));
    point(change, tag);
  }

  /// Removes a tag; the manifest stays, to be reviewed.
  public static void untag(Change change, TagRow tag, Instant now) {
    change.remove(tag.key());
    unname(change, tag, now);
  }

  private static void unname(Change change, TagRow tag, Instant now) {
    change.remove(NameRow.key(tag.repository(), tag.manifest(), tag.tag()));
    change.put(ReviewRow.of(Kind.UNTAGGED, now, tag.manifest(), tag.repository()));
  }

  /// Removes a manifest of which the caller found, after `row` was read through `change`, that
  /// nothing needs it. Its children and its referrers are to be reviewed at once (R2).
  ///
  /// @param deleted when somebody deleted it, or what it was part of
  public static void remove(Change change, ManifestRow row, Instant deleted) throws IOException {
    RepositoryName repository = row.repository();
    Optional<ContentRow> content = change.find(ContentRow.key(repository, row.digest()));
    if (content.isPresent()) {
      Manifest manifest = Manifest.parse(Optional.of(row.mediaType()), content.get().content());
      for (Descriptor child : distinctChildren(manifest)) {
        change.remove(EdgeRow.key(repository, child.digest(), row.digest()));
        // As what it was needed as and, if the repository has the same bytes also as the other, as
        // that too, because the one edge held both.
        letGoManifest(change, row, child.digest(), deleted);
        letGoBlob(change, row, child.digest(), isManifestChild(manifest, child));
      }
    }
    row.subject()
        .ifPresent(subject -> change.remove(ReferrerRow.key(repository, subject, row.digest())));
    change.remove(row.key());
    change.remove(ContentRow.key(repository, row.digest()));
    change.put(
        ReviewRow.of(Kind.SUBJECT, ReviewRow.AT_ONCE, row.digest(), repository).deletedAt(deleted));
  }

  private static void letGoManifest(
      Change change, ManifestRow parent, Digest child, Instant deleted) throws IOException {
    RepositoryName repository = parent.repository();
    change
        .find(ManifestRow.key(repository, child))
        .map(ManifestRow::came)
        // Whoever brought it after the index is about to push another that lists it.
        .map(came -> came.isAfter(parent.came()) ? came : ReviewRow.AT_ONCE)
        .map(due -> ReviewRow.of(Kind.ORPHAN, due, child, repository))
        .ifPresent(review -> change.put(review.deletedAt(deleted)));
  }

  private static void letGoBlob(
      Change change, ManifestRow parent, Digest child, boolean wasManifest) throws IOException {
    RepositoryName repository = parent.repository();
    Optional<LinkRow> link = change.find(LinkRow.key(child, repository));
    if (!wasManifest || link.isPresent()) {
      // Whoever brought the blob after this manifest is about to push another that needs it.
      Instant due =
          link.filter(found -> found.isServed() && found.came().isAfter(parent.pushed()))
              .map(LinkRow::came)
              .orElse(ReviewRow.AT_ONCE);
      change.put(ReviewRow.of(Kind.LINK, due, child, repository));
    }
  }

  /// The refusal for a manifest that is not there.
  public static OciException unknown(RepositoryName repository, Reference reference) {
    String what = reference instanceof Tag ? "tag" : "manifest";
    return new OciException(
        ErrorCode.MANIFEST_UNKNOWN,
        "repository " + repository + " has no " + what + " " + reference);
  }
}
