package nscr.index;

/// A key and the value the index keeps under it.
///
/// Keys are ASCII, so that the order of the strings is the order of the unsigned bytes.
public record Entry(String key, Bytes value) {}
