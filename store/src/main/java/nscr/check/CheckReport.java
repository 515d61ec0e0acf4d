package nscr.check;

/// What a check has seen.
///
/// @param repositories those with manifests
/// @param manifests counted once in each repository that has them
/// @param tags in all repositories
/// @param blobs counted once, however many repositories have them
/// @param bytes of all blobs
/// @param files published files
/// @param uploads uploads and imports in progress
/// @param staged files being written
/// @param abandoned those of them whose upload is over: the next gc sweeps them
/// @param reviews entries of the review queue: what the next gc looks at
/// @param findings how many things are not as they must be
public record CheckReport(
    long repositories,
    long manifests,
    long tags,
    long blobs,
    long bytes,
    long files,
    long uploads,
    long staged,
    long abandoned,
    long reviews,
    long findings) {

  /// Whether everything is as it must be.
  public boolean isClean() {
    return findings == 0;
  }
}
