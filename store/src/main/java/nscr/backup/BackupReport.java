package nscr.backup;

/// What a backup is now, and what was done to bring it there.
///
/// @param blobs blobs it has
/// @param bytes of all of them
/// @param removed files that went, because the store has them no more
public record BackupReport(
    long blobs, long bytes, Transferred transferred, long removed, long removedBytes) {}
