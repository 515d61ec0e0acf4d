package nscr.torture;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nscr.oci.Digest;
import nscr.oci.Tag;

/// What one repository may hold, as far as those know who changed it.
///
/// Of a tag it is known which manifests it may name; of a manifest whether it must, may or must not
/// be there. What nothing holds may go at any time: gc is always about.
final class Shelf {

  /// What is known of a manifest.
  enum Known {
    MUST_BE,
    MAY_BE,
    MUST_NOT_BE
  }

  private final Goods goods;
  private final Map<Tag, Set<Optional<Digest>>> tags = new HashMap<>();
  private final Map<Digest, Known> manifests = new HashMap<>();
  private final Set<Digest> deletedBlobs = new HashSet<>();

  Shelf(Goods goods) {
    this.goods = goods;
  }

  /// What a tag may name; empty is nothing.
  Set<Optional<Digest>> tag(Tag tag) {
    return tags.getOrDefault(tag, Set.of(Optional.empty()));
  }

  Set<Tag> tags() {
    return Set.copyOf(tags.keySet());
  }

  Known manifest(Digest digest) {
    return manifests.getOrDefault(digest, Known.MUST_NOT_BE);
  }

  /// Whether a manifest that must be there needs the blob.
  boolean mustHaveBlob(Digest blob) {
    return needs(blob, Set.of(Known.MUST_BE));
  }

  /// Whether a manifest that may be there needs this blob or manifest.
  boolean mayNeed(Digest child) {
    return needs(child, Set.of(Known.MUST_BE, Known.MAY_BE));
  }

  private boolean needs(Digest child, Set<Known> known) {
    return goods.manifests().stream()
        .filter(manifest -> known.contains(manifest(manifest.digest())))
        .anyMatch(manifest -> manifest.children().stream().anyMatch(c -> c.digest().equals(child)));
  }

  /// Whether the blob was deleted, and nobody brought it again.
  boolean mustNotHaveBlob(Digest blob) {
    return deletedBlobs.contains(blob) && !mayNeed(blob);
  }

  void name(Tag tag, Optional<Digest> manifest) {
    tags.put(tag, Set.of(manifest));
  }

  void mayName(Tag tag, Optional<Digest> manifest) {
    Set<Optional<Digest>> possible = new HashSet<>(tag(tag));
    possible.add(manifest);
    tags.put(tag, possible);
  }

  /// All these pieces are there now.
  void has(List<Piece> pieces) {
    for (Piece piece : pieces) {
      if (piece.isManifest()) {
        manifests.put(piece.digest(), Known.MUST_BE);
      }
      deletedBlobs.remove(piece.digest());
    }
  }

  /// Any of these pieces may be there now.
  void mayHave(List<Piece> pieces) {
    for (Piece piece : pieces) {
      if (piece.isManifest() && manifest(piece.digest()) == Known.MUST_NOT_BE) {
        manifests.put(piece.digest(), Known.MAY_BE);
      }
      deletedBlobs.remove(piece.digest());
    }
  }

  /// The manifest was deleted, and its tags with it.
  void lose(Digest manifest) {
    manifests.put(manifest, Known.MUST_NOT_BE);
    for (Tag tag : tags()) {
      if (tag(tag).contains(Optional.of(manifest))) {
        mayName(tag, Optional.empty());
        cannotName(tag, manifest);
      }
    }
  }

  private void cannotName(Tag tag, Digest manifest) {
    Set<Optional<Digest>> possible = new HashSet<>(tag(tag));
    possible.remove(Optional.of(manifest));
    tags.put(tag, possible);
  }

  /// The manifest may have been deleted, and its tags with it.
  void mayLose(Digest manifest) {
    if (manifest(manifest) == Known.MUST_BE) {
      manifests.put(manifest, Known.MAY_BE);
    }
    for (Tag tag : tags()) {
      if (tag(tag).contains(Optional.of(manifest))) {
        mayName(tag, Optional.empty());
      }
    }
  }

  void loseBlob(Digest blob) {
    deletedBlobs.add(blob);
  }

  /// Nothing is left.
  void clear() {
    manifests.clear();
    tags.clear();
  }

  /// To be called after every change: what nothing surely holds any more may be gone.
  void settle() {
    Set<Digest> held = new HashSet<>();
    for (Set<Optional<Digest>> possible : tags.values()) {
      if (possible.size() == 1) {
        possible.iterator().next().ifPresent(digest -> hold(digest, held));
      }
    }
    int before;
    do {
      before = held.size();
      for (Piece manifest : goods.manifests()) {
        if (manifest(manifest.digest()) == Known.MUST_BE
            && manifest.subject().filter(subject -> held.contains(subject.digest())).isPresent()) {
          hold(manifest.digest(), held);
        }
      }
    } while (held.size() > before);
    for (Digest digest : new ArrayList<>(manifests.keySet())) {
      if (manifest(digest) == Known.MUST_BE && !held.contains(digest)) {
        manifests.put(digest, Known.MAY_BE);
      }
    }
  }

  private void hold(Digest manifest, Set<Digest> held) {
    for (Piece piece : goods.find(manifest).orElseThrow().closure()) {
      if (piece.isManifest()) {
        held.add(piece.digest());
        manifests.put(piece.digest(), Known.MUST_BE);
      }
    }
  }
}
