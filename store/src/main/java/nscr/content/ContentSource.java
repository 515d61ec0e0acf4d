package nscr.content;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import nscr.oci.Descriptor;
import nscr.oci.Digest;

/// A place content comes from: a repository of the store, an archive, a directory.
///
/// One thread at a time.
public interface ContentSource {

  /// Whether the content is there to be opened.
  boolean has(Digest digest) throws IOException;

  /// Makes sure that the content may be passed on from here, even to where it is already. A
  /// repository refuses what was deleted from it and is only kept.
  default void permit(Digest digest) throws IOException {}

  /// Streams content. The stream verifies digest and size while it is read and throws
  /// [ContentException] before its end when they are not `descriptor`'s.
  ///
  /// @throws ContentException when the content is not there, saying where it was looked for; a
  ///   store, whose own content cannot be missing or wrong, says that it is damaged
  InputStream open(Descriptor descriptor) throws IOException;

  /// The manifests whose subject is `subject`, in the order of their digests; none when there are
  /// none.
  List<Descriptor> referrers(Digest subject) throws IOException;
}
