package nscr.torture;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import nscr.blob.BlobBackend;
import nscr.blob.BlobFile;
import nscr.blob.BlobName;
import nscr.oci.Descriptor;
import nscr.oci.Manifest;
import nscr.rows.BlobRow;
import nscr.rows.ContentRow;
import nscr.rows.EdgeRow;
import nscr.rows.LinkRow;
import nscr.rows.ReviewRow;
import nscr.rows.Row;
import nscr.rows.TagRow;
import nscr.rows.UploadRow;
import nscr.store.Store;

/// Counts anew what is in a store and what refers to what, by a way of its own: from the bytes of
/// the manifests and the files on the disk. What the store noted must come to the same.
///
/// To be used when nobody changes the store.
final class Recount {
  private final Map<String, Manifest> manifests = new HashMap<>();
  private final Set<String> tagged = new TreeSet<>();
  private final Set<String> edges = new TreeSet<>();
  private final Set<String> links = new TreeSet<>();
  private final Set<String> named = new TreeSet<>();
  private final Set<String> published = new TreeSet<>();
  private final Set<String> staged = new TreeSet<>();
  private final Set<String> waiting = new TreeSet<>();
  private final Consumer<String> wrong;

  private Recount(Consumer<String> wrong) {
    this.wrong = wrong;
  }

  static Recount of(Store store, Consumer<String> wrong) throws IOException {
    Recount recount = new Recount(wrong);
    store.rows().all(recount::add, (key, why) -> wrong.accept("row " + key + ": " + why));
    store.blobFiles().list(recount.new Files());
    return recount;
  }

  private void add(Row row) {
    switch (row) {
      case ContentRow content ->
          manifests.put(
              at(content.repository(), content.digest()),
              Manifest.parse(Optional.of(content.mediaType()), content.content()));
      case TagRow tag -> tagged.add(at(tag.repository(), tag.manifest()));
      case EdgeRow edge ->
          edges.add(at(edge.repository(), edge.manifest()) + " needs " + edge.child());
      case LinkRow link -> links.add(at(link.repository(), link.digest()));
      case BlobRow blob -> named.add(blob.file().toString());
      case ReviewRow review -> waiting.add(review.key().text());
      case UploadRow upload -> waiting.add(upload.key().text());
      default -> {
        // Stands and falls with one of these.
      }
    }
  }

  private static String at(Object repository, Object digest) {
    return repository + "@" + digest;
  }

  private final class Files implements BlobBackend.Listing {
    @Override
    public void file(BlobFile file, long size) {
      (file instanceof BlobName ? published : staged).add(file.toString());
    }

    @Override
    public void foreign(String path) {
      wrong.accept("the store did not put " + path + " there");
    }
  }

  /// What every store must fulfil: the references are those that the manifests' bytes make, and
  /// what they need is there.
  void assertSound() {
    Set<String> counted = new TreeSet<>();
    manifests.forEach((name, manifest) -> {
      String repository = name.substring(0, name.indexOf('@') + 1);
      for (Descriptor child : manifest.children()) {
        if (!child.mediaType().isNonDistributable()) {
          counted.add(name + " needs " + child.digest());
          String needed = repository + child.digest();
          if (!links.contains(needed) && !manifests.containsKey(needed)) {
            wrong.accept(name + " needs " + child.digest() + ", which is not there");
          }
        }
      }
    });
    difference("references in manifests", counted, "references noted", edges);
    tagged.stream()
        .filter(name -> !manifests.containsKey(name))
        .forEach(name -> wrong.accept("a tag names " + name + ", which is not there"));
    named.stream()
        .filter(file -> !published.contains(file))
        .forEach(file -> wrong.accept("file " + file + " is not there"));
  }

  /// What a store must fulfil after a gc that took all it could: nothing is there that no tag leads
  /// to.
  void assertNoGarbage() {
    waiting.forEach(row -> wrong.accept("gc left " + row));
    staged.forEach(file -> wrong.accept("gc left staged file " + file));
    Set<String> needed = new TreeSet<>();
    tagged.forEach(name -> need(name, needed));
    int before;
    do {
      before = needed.size();
      manifests.forEach((name, manifest) -> {
        String repository = name.substring(0, name.indexOf('@') + 1);
        if (manifest.subject().filter(s -> needed.contains(repository + s.digest())).isPresent()) {
          need(name, needed);
        }
      });
    } while (needed.size() > before);
    left("manifest", manifests.keySet(), needed);
    left("link", links, needed);
    difference("files", published, "blob rows", named);
    Set<String> linked = new TreeSet<>();
    links.forEach(link -> linked.add(link.substring(link.indexOf('@') + 1)));
    Set<String> blobs = new TreeSet<>();
    named.forEach(file -> blobs.add(file.substring(0, file.indexOf('.'))));
    difference("blobs linked", linked, "blob rows", blobs);
  }

  /// What is left of a store of which everything was removed.
  void assertNothing() {
    left("manifest", manifests.keySet(), Set.of());
    left("tag", tagged, Set.of());
    left("link", links, Set.of());
    left("blob row", named, Set.of());
    left("file", published, Set.of());
  }

  private void need(String name, Set<String> needed) {
    Manifest manifest = manifests.get(name);
    if (needed.add(name) && manifest != null) {
      String repository = name.substring(0, name.indexOf('@') + 1);
      manifest.children().forEach(child -> need(repository + child.digest(), needed));
    }
  }

  private void left(String what, Set<String> all, Set<String> needed) {
    all.stream()
        .filter(name -> !needed.contains(name))
        .forEach(name -> wrong.accept("gc left " + what + " " + name));
  }

  private void difference(String one, Set<String> these, String other, Set<String> those) {
    these.stream()
        .filter(name -> !those.contains(name))
        .forEach(name -> wrong.accept("among " + one + " but not " + other + ": " + name));
    those.stream()
        .filter(name -> !these.contains(name))
        .forEach(name -> wrong.accept("among " + other + " but not " + one + ": " + name));
  }
}
