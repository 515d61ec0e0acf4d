package nscr.torture;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import nscr.oci.Digest;
import nscr.oci.OciException;
import nscr.oci.Reference;
import nscr.oci.RepositoryName;
import nscr.oci.Tag;

/// A registry as its users have it: what can be read of it. What it refuses is an [OciException].
///
/// One thread at a time.
interface Registry {

  /// The bytes of a manifest; empty when there is none.
  Optional<byte[]> manifest(RepositoryName repository, Reference reference) throws IOException;

  /// Whether it says, to who is about to rely on it, that it has a blob or a manifest.
  boolean has(RepositoryName repository, Piece piece) throws IOException;

  /// A blob's bytes from the `first` on; empty when there is no such blob.
  Optional<byte[]> blob(RepositoryName repository, Digest digest, int first) throws IOException;

  List<Tag> tags(RepositoryName repository) throws IOException;

  List<Digest> referrers(RepositoryName repository, Digest subject) throws IOException;

  /// The same as those may use it who change it.
  interface Writable extends Registry {

    /// Brings a blob, or mounts it.
    void upload(RepositoryName repository, Piece piece, Operation.Flavour flavour)
        throws IOException;

    /// Begins to bring a blob.
    void abandon(RepositoryName repository, Piece piece) throws IOException;

    void put(RepositoryName repository, Piece manifest, List<Tag> tags) throws IOException;

    /// Points one more tag at a manifest that is there.
    void tag(RepositoryName repository, Piece manifest, Tag tag) throws IOException;

    /// Removes a tag, or a manifest with its tags.
    void delete(RepositoryName repository, Reference reference) throws IOException;

    void deleteBlob(RepositoryName repository, Digest digest) throws IOException;
  }
}
