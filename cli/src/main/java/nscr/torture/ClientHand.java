package nscr.torture;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import nscr.oci.Digest;
import nscr.oci.ErrorCode;
import nscr.oci.OciException;
import nscr.oci.Reference;
import nscr.oci.RepositoryName;
import nscr.oci.Tag;
import nscr.torture.Operation.Flavour;

/// Does what a client of a registry can do, and compares every byte it gets.
final class ClientHand implements Hand {
  /// What says that gc was quicker than the manifest: the client brings it all again.
  private static final Set<ErrorCode> LOST_MEANWHILE =
      EnumSet.of(
          ErrorCode.MANIFEST_BLOB_UNKNOWN,
          ErrorCode.MANIFEST_UNKNOWN,
          ErrorCode.BLOB_UNKNOWN,
          ErrorCode.BLOB_UPLOAD_UNKNOWN);

  private final Registry.Writable registry;
  private final Goods goods;
  private final int attempts;

  /// @param attempts how often a push is tried before it is given up
  ClientHand(Registry.Writable registry, Goods goods, int attempts) {
    this.registry = registry;
    this.goods = goods;
    this.attempts = attempts;
  }

  @Override
  public Outcome perform(Operation operation) {
    return Outcomes.of(() -> attempt(operation));
  }

  private Outcome attempt(Operation operation) throws IOException {
    return switch (operation) {
      case Operation.Push push -> push(push);
      case Operation.Upload(var repository, var piece, var flavour) -> {
        bring(repository, piece, flavour);
        yield Outcome.DONE;
      }
      case Operation.Abandon(var repository, var piece) -> {
        registry.abandon(repository, piece);
        yield Outcome.DONE;
      }
      case Operation.Retag(var repository, var from, var to) -> retag(repository, from, to);
      case Operation.Untag(var repository, var tag) -> delete(repository, tag);
      case Operation.DeleteManifest(var repository, var piece) ->
          delete(repository, piece.digest());
      case Operation.DeleteBlob(var repository, var piece) -> {
        registry.deleteBlob(repository, piece.digest());
        yield Outcome.DONE;
      }
      case Operation.Pull(var repository, var tag) -> pull(repository, tag);
      case Operation.PullManifest(var repository, var piece) -> pull(repository, piece.digest());
      case Operation.PullBlob(var repository, var piece, var first) ->
          blob(repository, piece, first);
      case Operation.ListTags(var repository) -> Outcome.seen(registry.tags(repository).toArray());
      case Operation.ListReferrers(var repository, var piece) ->
          Outcome.seen(registry.referrers(repository, piece.digest()).toArray());
      case Operation.Import _,
          Operation.Release _,
          Operation.Clear _,
          Operation.Export _,
          Operation.Collect _,
          Operation.Check _ ->
          new Outcome.Undone("clients cannot do that");
    };
  }

  private Outcome push(Operation.Push push) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        for (Piece piece : push.piece().closure()) {
          if (piece.equals(push.piece())) {
            registry.put(push.repository(), piece, push.tags());
          } else {
            bring(push.repository(), piece, push.flavour());
          }
        }
        return Outcome.DONE;
      } catch (OciException e) {
        if (!LOST_MEANWHILE.contains(e.code()) || attempt == attempts) {
          throw e;
        }
      }
    }
  }

  private void bring(RepositoryName repository, Piece piece, Flavour flavour) throws IOException {
    if (flavour == Flavour.HEAD_FIRST && registry.has(repository, piece)) {
      return;
    }
    if (piece.isManifest()) {
      registry.put(repository, piece, List.of());
    } else {
      registry.upload(repository, piece, flavour);
    }
  }

  private Outcome retag(RepositoryName repository, Tag from, Tag to) throws IOException {
    Optional<byte[]> manifest = registry.manifest(repository, from);
    if (manifest.isEmpty()) {
      return missing(repository, from);
    }
    Piece piece = known(repository, from, manifest.get());
    registry.tag(repository, piece, to);
    return Outcome.seen(piece.digest());
  }

  private Outcome delete(RepositoryName repository, Reference reference) throws IOException {
    registry.delete(repository, reference);
    return Outcome.DONE;
  }

  private Outcome pull(RepositoryName repository, Reference reference) throws IOException {
    Optional<byte[]> manifest = registry.manifest(repository, reference);
    if (manifest.isEmpty()) {
      return missing(repository, reference);
    }
    Piece root = known(repository, reference, manifest.get());
    for (Piece piece : root.closure()) {
      Optional<byte[]> content =
          piece.isManifest()
              ? registry.manifest(repository, piece.digest())
              : registry.blob(repository, piece.digest(), 0);
      if (content.isEmpty()) {
        return new Outcome.Refused(
            ErrorCode.MANIFEST_BLOB_UNKNOWN,
            repository + " has " + root + ", which needs " + piece + ", which is not there");
      }
      compare(repository, piece, content.get(), 0);
    }
    return Outcome.seen(root.digest());
  }

  private static Outcome missing(RepositoryName repository, Object reference) {
    return new Outcome.Refused(
        ErrorCode.MANIFEST_UNKNOWN, repository + " has no manifest " + reference);
  }

  private Piece known(RepositoryName repository, Reference reference, byte[] manifest)
      throws IOException {
    Piece piece =
        goods
            .find(Digest.of(manifest))
            .orElseThrow(() ->
                new WrongException(
                    repository + ": " + reference + " has bytes that nobody ever pushed"));
    if (reference instanceof Digest digest && !digest.equals(piece.digest())) {
      throw new WrongException(repository + " has the bytes of " + piece + " under " + digest);
    }
    return piece;
  }

  private Outcome blob(RepositoryName repository, Piece piece, int salt) throws IOException {
    int first = piece.content().length == 0 ? 0 : salt % piece.content().length;
    List<Integer> starts = new ArrayList<>(List.of(0));
    if (first > 0) {
      starts.addFirst(first);
    }
    for (int start : starts) {
      Optional<byte[]> content = registry.blob(repository, piece.digest(), start);
      if (content.isEmpty()) {
        return new Outcome.Refused(ErrorCode.BLOB_UNKNOWN, repository + " has no blob " + piece);
      }
      compare(repository, piece, content.get(), start);
    }
    return Outcome.seen(piece.digest());
  }

  private static void compare(RepositoryName repository, Piece piece, byte[] content, int first)
      throws IOException {
    byte[] all = piece.content();
    if (!Arrays.equals(all, first, all.length, content, 0, content.length)) {
      throw new WrongException(
          piece
              + " of "
              + repository
              + " came with "
              + content.length
              + " wrong bytes, from byte "
              + first
              + " of "
              + all.length
              + " on");
    }
  }
}
