package nscr.blob;

/// The names that one content has, here and elsewhere: hard links. When the last goes, its bytes
/// do.
///
/// @param content equal for names of the same content, of one backend
/// @param count how many names there are
/// @param bytes what they share
public record Names(Object content, long count, long bytes) {}
