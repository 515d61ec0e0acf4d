package nscr.torture;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nscr.oci.Digest;
import nscr.oci.ErrorCode;
import nscr.oci.RepositoryName;
import nscr.oci.Tag;
import nscr.torture.Shelf.Known;

/// What must, may and must not be in the repositories of one worker, who changes them one operation
/// after the other; and so which outcome of an operation is a broken promise.
///
/// An operation of which no answer came may take effect as long as any process of then is alive:
/// until [#quiet] it is added to everything that is known. One thread at a time.
final class Model {
  private final Goods goods;
  private final Map<RepositoryName, Shelf> shelves = new HashMap<>();
  private final List<Operation> pending = new ArrayList<>();

  Model(Goods goods, List<RepositoryName> own) {
    this.goods = goods;
    own.forEach(repository -> shelves.put(repository, new Shelf(goods)));
  }

  Goods goods() {
    return goods;
  }

  Map<RepositoryName, Shelf> shelves() {
    return shelves;
  }

  /// Nobody of those who may have done something unseen is alive.
  void quiet() {
    pending.clear();
  }

  /// Takes note of what came of an operation.
  ///
  /// @param scene whether a push may be refused because gc was quicker, and whether needed blobs
  ///   can be deleted
  /// @return what is wrong with that, if anything is
  Optional<String> judge(Operation operation, Outcome outcome, Scene scene) {
    Shelf shelf = operation.place().map(shelves::get).orElse(null);
    if (outcome instanceof Outcome.Wrong(var what)) {
      return Optional.of(what);
    }
    if (shelf == null) {
      return Optional.empty();
    }
    Optional<String> wrong =
        switch (outcome) {
          case Outcome.Done(var seen) -> done(shelf, operation, seen, scene);
          case Outcome.Refused(var code, var message) ->
              refused(shelf, operation, code, scene).map(why -> why + ": " + message);
          case Outcome.Unknown _, Outcome.Failed _ -> {
            unknown(shelf, operation, scene);
            if (operation.isChange()) {
              pending.add(operation);
            }
            yield Optional.empty();
          }
          case Outcome.Undone _, Outcome.Wrong _ -> Optional.empty();
        };
    shelf.settle();
    for (Operation late : pending) {
      Shelf other = late.place().map(shelves::get).orElseThrow();
      unknown(other, late, scene);
      other.settle();
    }
    return wrong;
  }

  private Optional<String> done(Shelf shelf, Operation operation, List<String> seen, Scene scene) {
    return switch (operation) {
      case Operation.Push(_, var piece, var tags, _) -> {
        shelf.has(piece.closure());
        tags.forEach(tag -> shelf.name(tag, Optional.of(piece.digest())));
        yield Optional.empty();
      }
      case Operation.Import(_, var piece, var tag, var referrers) -> {
        shelf.has(goods.cargo(piece, referrers));
        shelf.name(tag, Optional.of(piece.digest()));
        yield Optional.empty();
      }
      case Operation.Upload(_, var piece, _) -> {
        shelf.hasBlob(piece.digest());
        yield Optional.empty();
      }
      case Operation.Retag(_, var from, var to) -> retagged(shelf, from, to, seen);
      case Operation.Untag(_, var tag) -> named(shelf, tag, true, () -> leave(shelf, tag));
      case Operation.Release(_, var tag) -> named(shelf, tag, true, () -> leave(shelf, tag));
      case Operation.DeleteManifest(_, var piece) -> deleted(shelf, piece);
      case Operation.DeleteBlob(_, var piece) -> deletedBlob(shelf, piece, scene);
      case Operation.Clear _ -> {
        shelf.clear();
        yield Optional.empty();
      }
      case Operation.Pull(_, var tag) -> read(shelf, tag, seen);
      case Operation.Export(_, var tag) -> read(shelf, tag, seen);
      case Operation.PullManifest(_, var piece) ->
          wrongIf(
              shelf.manifest(piece.digest()) == Known.MUST_NOT_BE
                  || shelf.isIncomplete(piece.digest()),
              piece + " or a part of it was deleted, or never there, and can be pulled");
      case Operation.PullBlob(_, var piece, _) ->
          wrongIf(shelf.mustNotHaveBlob(piece.digest()), piece + " was deleted and can be pulled");
      case Operation.ListTags _ -> listed(shelf, seen);
      case Operation.ListReferrers(_, var piece) -> referrers(shelf, piece, seen);
      case Operation.Abandon _, Operation.Collect _, Operation.Check _ -> Optional.empty();
    };
  }

  private static Optional<String> wrongIf(boolean isWrong, String what) {
    return isWrong ? Optional.of(what) : Optional.empty();
  }

  private static void leave(Shelf shelf, Tag tag) {
    shelf.name(tag, Optional.empty());
  }

  /// Something that only works if a tag does, or only if it does not, name something.
  private static Optional<String> named(Shelf shelf, Tag tag, boolean isNamed, Runnable effect) {
    boolean wrong = shelf.tag(tag).stream().noneMatch(possible -> possible.isPresent() == isNamed);
    effect.run();
    return wrongIf(
        wrong,
        "tag " + tag + (isNamed ? " was not there, and now is" : " was acknowledged, and is gone"));
  }

  private Optional<String> retagged(Shelf shelf, Tag from, Tag to, List<String> seen) {
    Set<Optional<Digest>> possible = shelf.tag(from);
    if (seen.isEmpty()) {
      List<Optional<Digest>> named = possible.stream().filter(Optional::isPresent).toList();
      if (!named.isEmpty()) {
        shelf.name(to, named.getFirst());
        named.forEach(digest -> shelf.mayName(to, digest));
      }
      return wrongIf(named.isEmpty(), "tag " + from + " was not there, and was copied");
    }
    Optional<Digest> digest = Optional.of(Digest.parse(seen.getFirst()));
    shelf.name(to, digest);
    shelf.hasManifests(goods.find(digest.get()).orElseThrow().closure());
    return wrongIf(!possible.contains(digest), from + " is " + named(digest) + among(possible));
  }

  private String named(Optional<Digest> digest) {
    return digest.flatMap(goods::find).map(Piece::name).orElse("nothing");
  }

  private String among(Set<Optional<Digest>> possible) {
    return ", and should be " + String.join(" or ", possible.stream().map(this::named).toList());
  }

  private static Optional<String> deleted(Shelf shelf, Piece piece) {
    boolean wrong = shelf.manifest(piece.digest()) == Known.MUST_NOT_BE;
    shelf.lose(piece.digest());
    return wrongIf(wrong, piece + " was not there, and was deleted");
  }

  private static Optional<String> deletedBlob(Shelf shelf, Piece piece, Scene scene) {
    boolean needed = scene.keepsNeededBlobs() && shelf.mustHaveBlob(piece.digest());
    shelf.loseBlob(piece.digest());
    return wrongIf(needed, piece + " was deleted though a manifest needs it");
  }

  private Optional<String> read(Shelf shelf, Tag tag, List<String> seen) {
    Optional<Digest> digest = seen.stream().findFirst().map(Digest::parse);
    if (digest.filter(shelf::isIncomplete).isPresent()) {
      return Optional.of("a blob of " + named(digest) + " was deleted, and it can be read whole");
    }
    return wrongIf(
        digest.isPresent() && !shelf.tag(tag).contains(digest),
        "tag " + tag + " is " + named(digest) + among(shelf.tag(tag)));
  }

  private static Optional<String> listed(Shelf shelf, List<String> seen) {
    for (Tag tag : shelf.tags()) {
      boolean listed = seen.contains(tag.value());
      if (shelf.tag(tag).stream().noneMatch(possible -> possible.isPresent() == listed)) {
        return Optional.of("tag " + tag + " is " + (listed ? "" : "not ") + "listed");
      }
    }
    return Optional.empty();
  }

  private Optional<String> referrers(Shelf shelf, Piece subject, List<String> seen) {
    for (Piece manifest : goods.manifests()) {
      boolean refers = manifest.subject().filter(subject::equals).isPresent();
      boolean listed = seen.contains(manifest.digest().toString());
      Known known = shelf.manifest(manifest.digest());
      if (listed && !refers
          || listed && known == Known.MUST_NOT_BE
          || refers && !listed && known == Known.MUST_BE) {
        return Optional.of(manifest + " is " + (listed ? "" : "not ") + "listed as a referrer");
      }
    }
    return Optional.empty();
  }

  private Optional<String> refused(Shelf shelf, Operation operation, ErrorCode code, Scene scene) {
    boolean needed = code == ErrorCode.DENIED || code == ErrorCode.UNSUPPORTED;
    return switch (operation) {
      case Operation.Push(_, var piece, _, _) -> {
        // What it needs may have come, though it did not.
        shelf.mayHave(piece.closure());
        yield wrongIf(scene.mercy() == Mercy.GRACE, "the push of " + piece + " failed");
      }
      case Operation.Import(_, var piece, _, _) ->
          Optional.of("the import of " + piece + " failed");
      // What lacks a blob cannot be put again, nor passed on.
      case Operation.Retag(_, var from, _) when shelf.mayBeIncomplete(from) -> Optional.empty();
      case Operation.Export(_, var tag) when shelf.mayBeIncomplete(tag) -> Optional.empty();
      case Operation.Retag(_, var from, _) -> named(shelf, from, false, () -> {});
      case Operation.Untag(_, var tag) -> named(shelf, tag, false, () -> leave(shelf, tag));
      case Operation.Release(_, var tag) -> named(shelf, tag, false, () -> leave(shelf, tag));
      case Operation.Export(_, var tag) -> named(shelf, tag, false, () -> {});
      case Operation.Pull(_, var tag) ->
          code == ErrorCode.MANIFEST_UNKNOWN
              ? named(shelf, tag, false, () -> {})
              : wrongIf(
                  shelf.tag(tag).size() == 1 && !shelf.mayBeIncomplete(tag),
                  "tag " + tag + " cannot be pulled");
      case Operation.DeleteManifest(_, var piece) ->
          needed
              ? wrongIf(!shelf.mayNeed(piece.digest()), "nothing needs " + piece)
              : missing(shelf, piece);
      case Operation.PullManifest(_, var piece) ->
          code != ErrorCode.MANIFEST_UNKNOWN && shelf.mayBeIncomplete(piece.digest())
              ? Optional.empty()
              : missing(shelf, piece);
      case Operation.DeleteBlob(_, var piece) ->
          wrongIf(
              needed
                  ? !scene.keepsNeededBlobs() || !shelf.mayNeed(piece.digest())
                  : shelf.mustHaveBlob(piece.digest()),
              piece + (needed ? ": nothing keeps it" : ": a manifest needs it, and it is gone"));
      case Operation.PullBlob(_, var piece, _) ->
          wrongIf(shelf.mustHaveBlob(piece.digest()), "a manifest needs " + piece);
      case Operation.Clear _ ->
          wrongIf(
              goods.manifests().stream().anyMatch(m -> shelf.manifest(m.digest()) == Known.MUST_BE),
              "the repository is not there, and must be");
      case Operation.ListTags _, Operation.ListReferrers _ -> Optional.of("a listing was refused");
      case Operation.Upload _, Operation.Abandon _ ->
          wrongIf(scene.mercy() == Mercy.GRACE, "an upload was refused");
      case Operation.Collect _, Operation.Check _ -> Optional.empty();
    };
  }

  private static Optional<String> missing(Shelf shelf, Piece piece) {
    return wrongIf(
        shelf.manifest(piece.digest()) == Known.MUST_BE, piece + " must be there, and is gone");
  }

  /// What may have been done, in part or whole.
  private void unknown(Shelf shelf, Operation operation, Scene scene) {
    switch (operation) {
      case Operation.Push(_, var piece, var tags, _) -> {
        shelf.mayHave(piece.closure());
        tags.forEach(tag -> shelf.mayName(tag, Optional.of(piece.digest())));
      }
      case Operation.Import(_, var piece, var tag, var referrers) -> {
        shelf.mayHave(goods.cargo(piece, referrers));
        shelf.mayName(tag, Optional.of(piece.digest()));
      }
      case Operation.Upload(_, var piece, _) -> shelf.mayHave(List.of(piece));
      case Operation.Retag(_, var from, var to) ->
          shelf.tag(from).stream()
              .filter(Optional::isPresent)
              .forEach(digest -> {
                shelf.mayHaveManifests(goods.find(digest.get()).orElseThrow().closure());
                shelf.mayName(to, digest);
              });
      case Operation.Untag(_, var tag) -> shelf.mayName(tag, Optional.empty());
      case Operation.Release(_, var tag) -> shelf.mayName(tag, Optional.empty());
      case Operation.DeleteManifest(_, var piece) -> shelf.mayLose(piece.digest());
      case Operation.DeleteBlob(_, var piece) -> {
        if (!scene.keepsNeededBlobs() || !shelf.mustHaveBlob(piece.digest())) {
          shelf.mayLoseBlob(piece.digest());
        }
      }
      case Operation.Clear _ -> {
        goods.manifests().forEach(manifest -> shelf.mayLose(manifest.digest()));
        shelf.tags().forEach(tag -> shelf.mayName(tag, Optional.empty()));
      }
      default -> {
        // It changes nothing that must be, or must not be.
      }
    }
  }
}
