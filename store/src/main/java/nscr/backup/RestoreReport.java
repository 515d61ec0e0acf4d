package nscr.backup;

/// The store that was made of a backup.
///
/// @param blobs blobs that came over
/// @param bytes of all of them
/// @param lost blobs that the backup has no more, or no more as they were
public record RestoreReport(long blobs, long bytes, Transferred transferred, long lost) {}
