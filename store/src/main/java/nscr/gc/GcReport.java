package nscr.gc;

/// What a gc removed, or would remove.
///
/// @param manifests manifests that nothing needed
/// @param links blobs taken from a repository that had no use for them
/// @param blobs blobs that no repository had any more
/// @param files files deleted from disk
/// @param uploads uploads and imports that were given up
/// @param freedBytes bytes given back to the disk
/// @param passedOver rows that cannot be read, and reviews that could not be settled for such rows:
///   damage that is left to a repair
public record GcReport(
    long manifests,
    long links,
    long blobs,
    long files,
    long uploads,
    long freedBytes,
    long passedOver) {

  /// Nothing removed.
  public static final GcReport NOTHING = new GcReport(0, 0, 0, 0, 0, 0, 0);

  static GcReport ofPassedOver(long rows) {
    return new GcReport(0, 0, 0, 0, 0, 0, rows);
  }

  GcReport plus(GcReport other) {
    return new GcReport(
        manifests + other.manifests,
        links + other.links,
        blobs + other.blobs,
        files + other.files,
        uploads + other.uploads,
        freedBytes + other.freedBytes,
        passedOver + other.passedOver);
  }
}
