package nscr.format;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import nscr.content.ContentException;
import nscr.content.Spool;
import nscr.oci.Digest;
import nscr.oci.Manifest;

/// A file of a [FileTree].
///
/// @param size in bytes
/// @param digest when it is known already, because the file was spooled
record TreeFile(String path, long size, Optional<Digest> digest, Opener opener) {

  /// Opens the content from its start, as often as needed.
  interface Opener {
    InputStream open() throws IOException;
  }

  static TreeFile of(String path, Spool.Spooled spooled) {
    return new TreeFile(path, spooled.size(), Optional.of(spooled.digest()), spooled::open);
  }

  InputStream open() throws IOException {
    return opener.open();
  }

  /// Reads a file that is JSON, or another small text.
  ///
  /// @param archive its name, for the message
  /// @throws ContentException when the file is too large to be that
  byte[] small(String archive) throws IOException {
    if (size > Manifest.LARGEST) {
      throw tooLarge(archive, path, size);
    }
    try (InputStream in = open()) {
      byte[] bytes = in.readNBytes(Manifest.LARGEST + 1);
      if (bytes.length > Manifest.LARGEST) {
        throw tooLarge(archive, path, bytes.length);
      }
      return bytes;
    }
  }

  static ContentException tooLarge(String archive, String path, long size) {
    return new ContentException(
        archive
            + ": "
            + path
            + " has "
            + size
            + " bytes; more than "
            + Manifest.LARGEST
            + " are not read as a manifest");
  }
}
