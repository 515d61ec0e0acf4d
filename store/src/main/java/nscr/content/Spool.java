package nscr.content;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import nscr.oci.Digest;

/// A place to keep content of which it is not yet known what needs it, while an archive is read
/// once from end to end.
///
/// What a spool keeps is gone when its owner is closed, unless it became part of something by then.
/// One thread at a time.
public interface Spool {

  /// Keeps everything `content` yields, to its end.
  ///
  /// @param expected the digest the content claims to have, when it does: the digest is then of
  ///   that algorithm (otherwise sha256), and the spool may be spared writing what is already there
  /// @throws ContentException when the content does not have the expected digest
  Spooled keep(InputStream content, Optional<Digest> expected) throws IOException;

  /// A piece of kept content.
  interface Spooled {
    Digest digest();

    /// In bytes.
    long size();

    /// Streams the content again, as often as needed, as long as the spool is open.
    InputStream open() throws IOException;
  }
}
