package nscr.torture;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import nscr.oci.RepositoryName;
import nscr.oci.Tag;

/// Something a user of a registry does.
sealed interface Operation {

  /// How blobs are pushed.
  enum Flavour {
    /// `POST`, then `PUT` with all bytes.
    POST_PUT,
    /// `POST`, one `PATCH`, `PUT`.
    STREAM,
    /// `POST`, a `PATCH` for each of several chunks; in between it is asked how far it came, and
    /// the same chunk is sent again.
    CHUNKS,
    /// `POST` with the digest and all bytes.
    SINGLE,
    /// Mounted from a repository that may have it; pushed if it has not.
    MOUNT_FROM,
    /// Mounted from wherever; pushed if nobody has it.
    MOUNT,
    /// Pushed only if `HEAD` does not find it.
    HEAD_FIRST
  }

  /// Pushes a manifest with all it needs, and gives it tags, all in one request if many.
  record Push(RepositoryName repository, Piece piece, List<Tag> tags, Flavour flavour)
      implements Operation {}

  /// Imports an archive of it.
  ///
  /// @param referrers whether what refers to it is in the archive
  record Import(RepositoryName repository, Piece piece, Tag tag, boolean referrers)
      implements Operation {}

  /// Uploads a blob that no manifest may ever need.
  record Upload(RepositoryName repository, Piece piece, Flavour flavour) implements Operation {}

  /// Begins an upload and never comes back.
  record Abandon(RepositoryName repository, Piece piece) implements Operation {}

  /// Gives what one tag names another tag.
  record Retag(RepositoryName repository, Tag from, Tag to) implements Operation {}

  record Untag(RepositoryName repository, Tag tag) implements Operation {}

  /// Removes a tag, and its manifest when nothing else holds it.
  record Release(RepositoryName repository, Tag tag) implements Operation {}

  record DeleteManifest(RepositoryName repository, Piece piece) implements Operation {}

  record DeleteBlob(RepositoryName repository, Piece piece) implements Operation {}

  /// Removes a repository.
  record Clear(RepositoryName repository) implements Operation {}

  /// Pulls what a tag names, with all it needs.
  record Pull(RepositoryName repository, Tag tag) implements Operation {}

  record PullManifest(RepositoryName repository, Piece piece) implements Operation {}

  /// Pulls a part of a blob, and then the blob.
  record PullBlob(RepositoryName repository, Piece piece, int first) implements Operation {}

  record ListTags(RepositoryName repository) implements Operation {}

  record ListReferrers(RepositoryName repository, Piece piece) implements Operation {}

  /// Exports what a tag names, as an archive.
  record Export(RepositoryName repository, Tag tag) implements Operation {}

  /// Removes everything that nothing needs, at once.
  record Collect() implements Operation {}

  /// Checks the whole store.
  record Check() implements Operation {}

  /// The repository it is about, if it is about one.
  default Optional<RepositoryName> place() {
    return switch (this) {
      case Push(var repository, _, _, _) -> Optional.of(repository);
      case Import(var repository, _, _, _) -> Optional.of(repository);
      case Upload(var repository, _, _) -> Optional.of(repository);
      case Abandon(var repository, _) -> Optional.of(repository);
      case Retag(var repository, _, _) -> Optional.of(repository);
      case Untag(var repository, _) -> Optional.of(repository);
      case Release(var repository, _) -> Optional.of(repository);
      case DeleteManifest(var repository, _) -> Optional.of(repository);
      case DeleteBlob(var repository, _) -> Optional.of(repository);
      case Clear(var repository) -> Optional.of(repository);
      case Pull(var repository, _) -> Optional.of(repository);
      case PullManifest(var repository, _) -> Optional.of(repository);
      case PullBlob(var repository, _, _) -> Optional.of(repository);
      case ListTags(var repository) -> Optional.of(repository);
      case ListReferrers(var repository, _) -> Optional.of(repository);
      case Export(var repository, _) -> Optional.of(repository);
      case Collect _, Check _ -> Optional.empty();
    };
  }

  /// What it is counted as.
  default String kind() {
    return getClass().getSimpleName().replaceAll("(?<=.)([A-Z])", " $1").toLowerCase(Locale.ROOT);
  }

  /// Whether it may change anything.
  default boolean isChange() {
    return switch (this) {
      case Pull _, PullManifest _, PullBlob _, ListTags _, ListReferrers _, Export _, Check _ ->
          false;
      default -> true;
    };
  }
}
