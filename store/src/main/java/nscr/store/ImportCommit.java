package nscr.store;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import nscr.blob.BlobName;
import nscr.blob.StagedName;
import nscr.content.ContentException;
import nscr.oci.Descriptor;
import nscr.oci.Digest;
import nscr.oci.ImageReference;
import nscr.oci.Manifest;
import nscr.oci.OciException;
import nscr.oci.RepositoryName;
import nscr.oci.Tag;
import nscr.rows.BlobChanges;
import nscr.rows.BlobRow;
import nscr.rows.Change;
import nscr.rows.ManifestChanges;
import nscr.rows.PushedManifest;
import nscr.rows.ReviewRow;
import nscr.rows.UploadRow;
import nscr.store.Import.Piece;

/// The commit that ends an import: publishes what is new, then writes blob rows, links, manifests,
/// edges and tags together, in the order of R1.
///
/// Names are committed together as long as their manifests fit in memory ({@value #LARGEST} bytes)
/// and the change is no more than the index takes, which of another process's is some megabytes;
/// beyond that a commit holds as many names as fit, each whole.
final class ImportCommit {
  private static final long LARGEST = 16 << 20;

  /// What the rows of a manifest, of a child of it or of a tag come to, expected and written.
  private static final long ROWS = 1 << 10;

  private final Store store;
  private final UploadRow row;
  private final Map<Digest, Piece> pieces;
  private final Map<Digest, Descriptor> manifests;
  private final Publication publication;

  /// When all of it comes: no part is newer than what lists it.
  private final Instant now;

  ImportCommit(
      Store store, UploadRow row, Map<Digest, Piece> pieces, Map<Digest, Descriptor> manifests) {
    this.store = store;
    this.row = row;
    this.pieces = pieces;
    this.manifests = manifests;
    this.publication = new Publication(store.rows(), store.blobFiles(), store.clock());
    this.now = store.clock().instant();
  }

  /// What one commit brings into one repository.
  private static final class Part {
    final Map<Digest, PushedManifest> manifests = new LinkedHashMap<>();
    final Map<Digest, List<Tag>> tags = new LinkedHashMap<>();
    final Set<Digest> blobs = new LinkedHashSet<>();
    final Set<Digest> untagged = new LinkedHashSet<>();
  }

  /// What one commit brings, and how much that is.
  private static final class Together {
    final Map<RepositoryName, Part> parts = new TreeMap<>();
    long manifestBytes;
    long rows;

    boolean isFull(long largestChange) {
      return manifestBytes > LARGEST || manifestBytes + rows * ROWS > largestChange;
    }
  }

  void run(Map<ImageReference, Digest> names) throws IOException {
    // Half of it: names and digests may be long, and the last name may be a large image.
    long largestChange = store.rows().largestChange() / 2;
    Together together = new Together();
    for (var name : names.entrySet()) {
      if (together.isFull(largestChange)) {
        commit(together.parts, false);
        together = new Together();
      }
      RepositoryName repository = name.getKey().repository();
      Part part = together.parts.computeIfAbsent(repository, _ -> new Part());
      gather(together, repository, name.getValue());
      if (name.getKey().reference().orElse(null) instanceof Tag tag) {
        part.tags.computeIfAbsent(name.getValue(), _ -> new ArrayList<>()).add(tag);
        together.rows++;
      } else {
        part.untagged.add(name.getValue());
      }
    }
    commit(together.parts, true);
  }

  /// Adds a manifest and all it needs, children first.
  private void gather(Together together, RepositoryName repository, Digest digest)
      throws IOException {
    Part part = together.parts.get(repository);
    if (part.manifests.containsKey(digest)) {
      return;
    }
    Descriptor descriptor = manifests.get(digest);
    if (descriptor == null) {
      throw new ContentException("manifest " + digest + " is needed but was not brought along");
    }
    PushedManifest pushed = read(repository, descriptor);
    together.manifestBytes += pushed.content().length;
    together.rows++;
    for (Descriptor child : ManifestChanges.distinctChildren(pushed.manifest())) {
      together.rows++;
      if (ManifestChanges.isManifestChild(pushed.manifest(), child)) {
        gather(together, repository, child.digest());
      } else if (pieces.containsKey(child.digest())) {
        part.blobs.add(child.digest());
      }
    }
    part.manifests.put(digest, pushed);
  }

  private PushedManifest read(RepositoryName repository, Descriptor descriptor) throws IOException {
    try (InputStream in = pieces.get(descriptor.digest()).open()) {
      byte[] content = in.readNBytes(Manifest.LARGEST + 1);
      Manifest manifest = Manifest.parse(Optional.of(descriptor.mediaType()), content);
      return new PushedManifest(repository, descriptor.digest(), manifest, content, now);
    } catch (OciException e) {
      throw new ContentException("manifest " + descriptor.digest() + ": " + e.getMessage(), e);
    }
  }

  private void commit(Map<RepositoryName, Part> parts, boolean last) throws IOException {
    Set<Digest> blobs = new LinkedHashSet<>();
    parts.values().forEach(part -> blobs.addAll(part.blobs));
    store
        .rows()
        .change(change -> {
          if (change.find(row.key()).isEmpty()) {
            throw givenUp();
          }
          publishMissing(change, blobs);
          for (Digest digest : blobs) {
            publication.adopt(change, pieces.get(digest).file(), pieces.get(digest).size());
          }
          for (var part : parts.entrySet()) {
            put(change, part.getKey(), part.getValue());
          }
          if (last) {
            change.remove(row.key());
          }
          return blobs;
        });
  }

  /// The failure of an import whose row, and with it its files, a gc has removed.
  static IOException givenUp() {
    return new IOException(
        "the import was given up on by a gc of another machine or container; run it again");
  }

  private void publishMissing(Change change, Collection<Digest> blobs) throws IOException {
    Map<StagedName, BlobName> missing = new LinkedHashMap<>();
    for (Digest digest : blobs) {
      if (change.find(BlobRow.key(digest)).isEmpty()) {
        missing.put(pieces.get(digest).staged(), pieces.get(digest).file());
      }
    }
    publication.publish(missing);
  }

  private void put(Change change, RepositoryName repository, Part part) throws IOException {
    for (Digest blob : part.blobs) {
      // Its manifest comes in this very commit: nothing to review until that goes.
      BlobChanges.link(change, blob, repository);
    }
    for (PushedManifest pushed : part.manifests.values()) {
      ManifestChanges.put(change, pushed, part.tags.getOrDefault(pushed.digest(), List.of()));
    }
    for (Digest digest : part.untagged) {
      change.put(ReviewRow.of(ReviewRow.Kind.UNTAGGED, now, digest, repository));
    }
  }
}
