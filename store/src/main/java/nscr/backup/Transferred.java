package nscr.backup;

/// How files came to where they are now. Bytes are those of the files, without the index.
///
/// @param unchanged files that were there
/// @param linked files that got a second name, on the same file system
/// @param copied files whose bytes were copied
/// @param indexBytes bytes of the index that were copied
public record Transferred(
    long unchanged,
    long unchangedBytes,
    long linked,
    long linkedBytes,
    long copied,
    long copiedBytes,
    long indexBytes) {

  static final Transferred NOTHING = new Transferred(0, 0, 0, 0, 0, 0, 0);

  static Transferred unchanged(long bytes) {
    return new Transferred(1, bytes, 0, 0, 0, 0, 0);
  }

  static Transferred linked(long bytes) {
    return new Transferred(0, 0, 1, bytes, 0, 0, 0);
  }

  static Transferred copied(long bytes) {
    return new Transferred(0, 0, 0, 0, 1, bytes, 0);
  }

  static Transferred index(long bytes) {
    return new Transferred(0, 0, 0, 0, 0, 0, bytes);
  }

  /// How many files there are now.
  long files() {
    return unchanged + linked + copied;
  }

  /// Bytes of all of them.
  long bytes() {
    return unchangedBytes + linkedBytes + copiedBytes;
  }

  Transferred plus(Transferred other) {
    return new Transferred(
        unchanged + other.unchanged,
        unchangedBytes + other.unchangedBytes,
        linked + other.linked,
        linkedBytes + other.linkedBytes,
        copied + other.copied,
        copiedBytes + other.copiedBytes,
        indexBytes + other.indexBytes);
  }
}
