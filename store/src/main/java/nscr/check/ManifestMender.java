package nscr.check;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import nscr.oci.Descriptor;
import nscr.oci.Digest;
import nscr.oci.Manifest;
import nscr.oci.RepositoryName;
import nscr.rows.BlobChanges;
import nscr.rows.BlobRow;
import nscr.rows.Change;
import nscr.rows.ContentRow;
import nscr.rows.EdgeRow;
import nscr.rows.LinkRow;
import nscr.rows.ManifestChanges;
import nscr.rows.ManifestRow;
import nscr.rows.PushedManifest;
import nscr.rows.ReferrerRow;

/// Writes anew what follows from the content of manifests: their rows, edges, referrer rows, and
/// the links to blobs that are there.
final class ManifestMender {

  /// A manifest of a repository.
  record Name(RepositoryName repository, Digest digest) {
    @Override
    public String toString() {
      return repository + "@" + digest;
    }
  }

  private final Mender mender;
  private final InstantSource clock;

  /// Those whose content is nowhere.
  private final Set<Name> lost = new LinkedHashSet<>();

  /// Those with blobs that are not there, and these blobs.
  private final Set<Name> incomplete = new LinkedHashSet<>();

  private final Set<Digest> missing = new LinkedHashSet<>();

  ManifestMender(Mender mender, InstantSource clock) {
    this.mender = mender;
    this.clock = clock;
  }

  Set<Name> lost() {
    return lost;
  }

  Set<Name> incomplete() {
    return incomplete;
  }

  Set<Digest> missing() {
    return missing;
  }

  void mend(Name name) throws IOException {
    Optional<ContentRow> content = content(name);
    if (content.isEmpty() && !isRecovered(name)) {
      if (mender.rows().find(ManifestRow.key(name.repository(), name.digest())).isPresent()) {
        lost.add(name);
      }
      return;
    }
    List<String> written = new ArrayList<>();
    boolean mended =
        mender
            .rows()
            .change(change -> {
              written.clear();
              Optional<ContentRow> found =
                  change
                      .find(ContentRow.key(name.repository(), name.digest()))
                      .filter(this::isWhole);
              if (found.isPresent()) {
                write(change, found.get(), written);
              }
              return !written.isEmpty();
            });
    if (mended) {
      mender.tell(
          new Finding("R3", name.toString(), "written anew: " + String.join(", ", written)));
    }
  }

  private Optional<ContentRow> content(Name name) throws IOException {
    return mender
        .rows()
        .find(ContentRow.key(name.repository(), name.digest()))
        .filter(this::isWhole);
  }

  private boolean isWhole(ContentRow row) {
    return Digest.of(row.digest().algorithm(), row.content()).equals(row.digest())
        && ManifestFields.parse(row).isPresent();
  }

  /// Looks for the content in other repositories; what is here and is not the content goes.
  private boolean isRecovered(Name name) throws IOException {
    Optional<ContentRow> other = elsewhere(name);
    String done =
        other.isPresent()
            ? "its content was damaged and was taken from repository " + other.get().repository()
            : "its content was damaged and was removed";
    boolean mended =
        mender.mend(
            new Finding("digest", name.toString(), done),
            change -> {
              Optional<ContentRow> row =
                  change.find(ContentRow.key(name.repository(), name.digest()));
              boolean needed =
                  change.find(ManifestRow.key(name.repository(), name.digest())).isPresent();
              if (row.filter(this::isWhole).isPresent() || row.isEmpty() && !needed) {
                return false;
              }
              row.ifPresent(bad -> change.remove(bad.key()));
              other.ifPresent(good -> change.put(copy(name, good)));
              return row.isPresent() || other.isPresent();
            });
    return mended && other.isPresent();
  }

  private static ContentRow copy(Name name, ContentRow good) {
    return new ContentRow(name.repository(), name.digest(), good.mediaType(), good.content());
  }

  private Optional<ContentRow> elsewhere(Name name) throws IOException {
    Optional<RepositoryName> after = Optional.empty();
    List<RepositoryName> page;
    do {
      page = mender.rows().repositories(after, 1000);
      for (RepositoryName repository : page) {
        Optional<ContentRow> found = content(new Name(repository, name.digest()));
        if (found.isPresent()) {
          return found;
        }
        after = Optional.of(repository);
      }
    } while (page.size() == 1000);
    return Optional.empty();
  }

  private void write(Change change, ContentRow content, List<String> written) throws IOException {
    Manifest manifest = ManifestFields.parse(content).orElseThrow();
    RepositoryName repository = content.repository();
    Optional<ManifestRow> before = change.find(ManifestRow.key(repository, content.digest()));
    PushedManifest pushed =
        new PushedManifest(
            repository,
            content.digest(),
            manifest,
            content.content(),
            before.map(ManifestRow::pushed).orElseGet(clock::instant));
    row(change, pushed, before, written);
    edges(change, pushed, written);
    for (Descriptor child : ManifestChanges.distinctChildren(manifest)) {
      if (!ManifestChanges.isManifestChild(manifest, child)
          && !child.mediaType().isNonDistributable()) {
        link(change, new Name(repository, content.digest()), child.digest(), written);
      }
    }
    referrer(change, pushed, written);
  }

  private static void row(
      Change change, PushedManifest pushed, Optional<ManifestRow> before, List<String> written)
      throws IOException {
    ManifestRow row = ManifestFields.row(change, pushed, before);
    if (!before.equals(Optional.of(row))) {
      change.put(row);
      written.add("its row");
    }
  }

  private static void edges(Change change, PushedManifest pushed, List<String> written)
      throws IOException {
    for (Descriptor child : ManifestChanges.distinctChildren(pushed.manifest())) {
      EdgeRow edge = new EdgeRow(pushed.repository(), child.digest(), pushed.digest());
      if (change.find(edge.key()).isEmpty()) {
        change.put(edge);
        written.add("the edge to " + child.digest());
      }
    }
  }

  private void link(Change change, Name name, Digest blob, List<String> written)
      throws IOException {
    if (change.find(LinkRow.key(blob, name.repository())).isPresent()) {
      return;
    }
    Optional<BlobRow> row = change.find(BlobRow.key(blob));
    if (row.isEmpty()) {
      incomplete.add(name);
      missing.add(blob);
      return;
    }
    // The repository had it when the manifest came.
    BlobChanges.revive(change, row.get());
    BlobChanges.link(change, blob, name.repository());
    written.add("the link to " + blob);
  }

  private static void referrer(Change change, PushedManifest pushed, List<String> written)
      throws IOException {
    Optional<Digest> subject = pushed.manifest().subject().map(Descriptor::digest);
    if (subject.isPresent()) {
      ReferrerRow row = new ReferrerRow(pushed.repository(), subject.get(), pushed.referrer());
      if (!change.find(row.key()).equals(Optional.of(row))) {
        change.put(row);
        written.add("its place among the referrers of " + subject.get());
      }
    }
  }

  /// The manifests of a repository that need something of it.
  Set<String> parents(RepositoryName repository, Digest child) throws IOException {
    Set<String> parents = new HashSet<>();
    mender
        .rows()
        .each(
            EdgeRow.to(repository, child),
            edge -> parents.add(repository + "@" + edge.manifest()),
            (_, _) -> {});
    return parents;
  }
}
