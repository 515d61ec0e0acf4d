package nscr.blob;

/// A file of a blob backend: one being written, or one published for good.
public sealed interface BlobFile permits StagedName, BlobName {}
