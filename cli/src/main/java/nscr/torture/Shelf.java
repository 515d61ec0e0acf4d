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

  /// Those that were deleted, and nobody brought again.
  private final Set<Digest> deletedBlobs = new HashSet<>();

  /// Those of which that may be so.
  private final Set<Digest> doubtfulBlobs = new HashSet<>();

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

  /// Whether a manifest that must be there needs the blob, and nobody can have deleted it.
  boolean mustHaveBlob(Digest blob) {
    return needs(blob, Set.of(Known.MUST_BE)) && !mayLack(blob);
  }

  private boolean mayLack(Digest blob) {
    return deletedBlobs.contains(blob) || doubtfulBlobs.contains(blob);
  }

  /// Whether a manifest may need blobs that were deleted.
  boolean mayBeIncomplete(Digest manifest) {
    return goods.find(manifest).stream()
        .flatMap(piece -> piece.closure().stream())
        .anyMatch(piece -> mayLack(piece.digest()));
  }

  /// Whether a manifest surely needs blobs that were deleted.
  boolean isIncomplete(Digest manifest) {
    return goods.find(manifest).stream()
        .flatMap(piece -> piece.closure().stream())
        .anyMatch(piece -> deletedBlobs.contains(piece.digest()));
  }

  /// As [#mayBeIncomplete], of any of those that a tag may name.
  boolean mayBeIncomplete(Tag tag) {
    return tag(tag).stream().flatMap(Optional::stream).anyMatch(this::mayBeIncomplete);
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
    return deletedBlobs.contains(blob);
  }

  void name(Tag tag, Optional<Digest> manifest) {
    tags.put(tag, Set.of(manifest));
  }

  void mayName(Tag tag, Optional<Digest> manifest) {
    Set<Optional<Digest>> possible = new HashSet<>(tag(tag));
    possible.add(manifest);
    tags.put(tag, possible);
  }

  /// All these pieces were brought.
  void has(List<Piece> pieces) {
    hasManifests(pieces);
    pieces.forEach(piece -> hasBlob(piece.digest()));
  }

  /// The manifests among these pieces are there now.
  void hasManifests(List<Piece> pieces) {
    pieces.stream()
        .filter(Piece::isManifest)
        .forEach(piece -> manifests.put(piece.digest(), Known.MUST_BE));
  }

  /// The blob was brought: nobody has deleted it since.
  void hasBlob(Digest blob) {
    deletedBlobs.remove(blob);
    doubtfulBlobs.remove(blob);
  }

  /// Any of these pieces may have been brought.
  void mayHave(List<Piece> pieces) {
    mayHaveManifests(pieces);
    for (Piece piece : pieces) {
      if (deletedBlobs.remove(piece.digest())) {
        doubtfulBlobs.add(piece.digest());
      }
    }
  }

  /// Any of the manifests among these pieces may be there now.
  void mayHaveManifests(List<Piece> pieces) {
    for (Piece piece : pieces) {
      if (piece.isManifest() && manifest(piece.digest()) == Known.MUST_NOT_BE) {
        manifests.put(piece.digest(), Known.MAY_BE);
      }
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
    doubtfulBlobs.remove(blob);
    deletedBlobs.add(blob);
  }

  void mayLoseBlob(Digest blob) {
    if (!deletedBlobs.contains(blob)) {
      doubtfulBlobs.add(blob);
    }
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
