package nscr.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nscr.content.ContentSource;
import nscr.oci.Digest;
import nscr.oci.ImageReference;
import nscr.oci.RepositoryName;
import nscr.rows.Change;
import nscr.rows.ManifestRow;

/// One repository of a store. It need not have anything in it: it comes into being with its first
/// content and is gone with its last.
public final class Repository {
  private static final int PAGE = 256;

  // What one commit removes: more may come with the last manifest of it.
  private static final int MANY = 1000;
  private static final long MANY_BYTES = 1 << 20;

  private final Store store;
  private final RepositoryName name;

  Repository(Store store, RepositoryName name) {
    this.store = store;
    this.name = name;
  }

  public RepositoryName name() {
    return name;
  }

  /// Whether it has a manifest.
  public boolean exists() throws IOException {
    return store.rows().any(ManifestRow.in(name));
  }

  public Manifests manifests() {
    return new Manifests(store, name);
  }

  public Tags tags() {
    return new Tags(store, name);
  }

  public Blobs blobs() {
    return new Blobs(store, name);
  }

  /// Removes every manifest and every tag of the repository, indexes before what they list; blobs
  /// go with the next gc. It takes as many commits as there is much to remove: when it fails half
  /// way, what is left is whole, and the call can be repeated.
  ///
  /// @return what was removed, in the order it went
  public List<ImageReference> delete() throws IOException {
    List<ImageReference> gone = new ArrayList<>();
    int before;
    do {
      before = gone.size();
      Optional<Digest> last = Optional.empty();
      List<ManifestRow> page;
      do {
        page = manifests().list(last, PAGE);
        gone.addAll(deleteUnneeded(page));
        last = page.isEmpty() ? last : Optional.of(page.getLast().digest());
      } while (page.size() == PAGE);
      // What the indexes of this round listed can go in the next.
    } while (gone.size() > before);
    return gone;
  }

  private List<ImageReference> deleteUnneeded(List<ManifestRow> page) throws IOException {
    List<ImageReference> gone = new ArrayList<>();
    int from = 0;
    while (from < page.size()) {
      List<ManifestRow> rest = page.subList(from, page.size());
      Removed removed = store.rows().change(change -> deleteFirst(change, rest));
      gone.addAll(removed.names());
      from += removed.manifests();
    }
    return gone;
  }

  /// @param manifests how many were looked at
  private record Removed(List<ImageReference> names, int manifests) {}

  /// Removes the first of these, at least one: as many as make no large commit.
  private Removed deleteFirst(Change change, List<ManifestRow> page) throws IOException {
    List<ImageReference> names = new ArrayList<>();
    long bytes = 0;
    int looked = 0;
    while (looked < page.size() && names.size() < MANY && bytes < MANY_BYTES) {
      ManifestRow row = page.get(looked++);
      bytes += row.size();
      manifests()
          .deleteUnneeded(change, row.digest())
          .forEach(reference -> names.add(ImageReference.of(name, reference)));
    }
    return new Removed(names, looked);
  }

  /// The repository as a place to copy from.
  public ContentSource source() {
    return new RepositorySource(this);
  }
}
