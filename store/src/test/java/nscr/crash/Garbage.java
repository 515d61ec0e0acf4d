package nscr.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import nscr.blob.BlobBackend;
import nscr.blob.BlobFile;
import nscr.oci.Descriptor;
import nscr.oci.Manifest;
import nscr.rows.BlobRow;
import nscr.rows.ContentRow;
import nscr.rows.LinkRow;
import nscr.rows.ManifestChanges;
import nscr.rows.ReviewRow;
import nscr.rows.Row;
import nscr.rows.TagRow;
import nscr.rows.UploadRow;
import nscr.store.Store;

/// Says what is in a store that no tag leads to, by a way of its own: it follows the tags, and does
/// not look at edges, reverses, or the review queue.
public final class Garbage {
  private final Map<String, Manifest> manifests = new HashMap<>();
  private final Set<String> links = new TreeSet<>();
  private final Set<String> blobs = new TreeSet<>();
  private final Set<String> files = new TreeSet<>();
  private final Set<String> waiting = new TreeSet<>();
  private final Set<String> needed = new TreeSet<>();

  private Garbage() {}

  /// Fails when there is any.
  public static void assertNone(Store store) throws IOException {
    Garbage garbage = new Garbage();
    Set<String> tagged = new TreeSet<>();
    store
        .rows()
        .all(
            row -> {
              garbage.add(row);
              if (row instanceof TagRow tag) {
                tagged.add(tag.repository() + "@" + tag.manifest());
              }
            },
            (key, why) -> {
              throw new AssertionError(key + ": " + why);
            });
    store.blobFiles().list(garbage.new Files());
    tagged.forEach(garbage::need);
    while (garbage.needReferrers()) {
      // A referrer may have referrers.
      continue;
    }
    garbage.assertNothingElse();
  }

  private final class Files implements BlobBackend.Listing {
    @Override
    public void file(BlobFile file, long size) {
      files.add(file.toString());
    }

    @Override
    public void foreign(String path) {
      files.add(path);
    }
  }

  private void add(Row row) {
    switch (row) {
      case ContentRow content ->
          manifests.put(
              content.repository() + "@" + content.digest(),
              Manifest.parse(Optional.of(content.mediaType()), content.content()));
      case LinkRow link -> links.add(link.repository() + "@" + link.digest());
      case BlobRow blob -> blobs.add(blob.file().toString());
      case ReviewRow review -> waiting.add(review.key().text());
      case UploadRow upload -> waiting.add(upload.key().text());
      default -> {
        // Stands and falls with one of these.
      }
    }
  }

  private void need(String name) {
    if (!needed.add(name) || !manifests.containsKey(name)) {
      return;
    }
    Manifest manifest = manifests.get(name);
    String repository = name.substring(0, name.indexOf('@') + 1);
    for (Descriptor child : ManifestChanges.distinctChildren(manifest)) {
      need(repository + child.digest());
    }
  }

  private boolean needReferrers() {
    int before = needed.size();
    manifests.forEach((name, manifest) -> {
      String repository = name.substring(0, name.indexOf('@') + 1);
      if (manifest.subject().filter(of -> needed.contains(repository + of.digest())).isPresent()) {
        need(name);
      }
    });
    return needed.size() > before;
  }

  private void assertNothingElse() {
    assertEquals(Set.of(), waiting);
    assertEquals(Set.of(), without(needed, manifests.keySet()), "manifests");
    assertEquals(Set.of(), without(needed, links), "links");
    assertEquals(blobs, files);
    Set<String> linked = new TreeSet<>();
    links.forEach(link -> linked.add(link.substring(link.indexOf('@') + 1)));
    Set<String> named = new TreeSet<>();
    blobs.forEach(file -> named.add(file.substring(0, file.indexOf('.'))));
    assertEquals(linked, named);
  }

  private static Set<String> without(Set<String> removed, Set<String> names) {
    Set<String> rest = new TreeSet<>(names);
    rest.removeAll(removed);
    return rest;
  }
}
