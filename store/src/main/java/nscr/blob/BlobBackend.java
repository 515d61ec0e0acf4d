package nscr.blob;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Immutable files: staged, published once, deleted once. It verifies nothing and knows no
/// references; the rules are written once, above it.
///
/// Any number of threads may use one at once, on different files.
public interface BlobBackend {

  /// Opens a staged file for appending at its end, creating it when there is none.
  Staged stage(StagedName name) throws IOException;

  /// Gives a published file a second, staged name at no cost in bytes: the content stays whatever
  /// happens to the first name.
  ///
  /// @return false when there is no such published file
  boolean hold(BlobName published, StagedName name) throws IOException;

  /// Makes staged files durable, gives them their published names and makes the names durable (R1).
  /// A file that already has its published name and no staged one is left as it is, so that the
  /// call can be repeated. Costs little more for many files than for one.
  ///
  /// @throws java.nio.file.NoSuchFileException when a file is neither staged nor published
  void publish(Map<StagedName, BlobName> names) throws IOException;

  /// Opens a file for reading; a `java.nio.channels.FileChannel` where the content is a local file.
  /// What was opened stays readable to its end even if the name is deleted meanwhile.
  ///
  /// @throws java.nio.file.NoSuchFileException when there is none
  SeekableByteChannel open(BlobFile file) throws IOException;

  /// Deletes a file. That it is gone is durable only after [#syncDeleted].
  ///
  /// @return how many bytes that frees: none where another name of the same content remains; -1
  ///   when there was no file
  long delete(BlobFile file) throws IOException;

  /// The names of what a file contains; empty when there is none. Says what [#delete] would free.
  Optional<Names> names(BlobFile file) throws IOException;

  /// Makes it durable that these published files are not there, whoever deleted them. Costs one
  /// sync for each directory they were in.
  void syncDeleted(Collection<BlobName> deleted) throws IOException;

  /// Takes a published file that is damaged out of the way, without destroying what it has: from
  /// now on it is nobody's. Nothing happens when there is none.
  void setAside(BlobName damaged) throws IOException;

  /// The staged files there are, in no order. Their number is that of uploads in progress, not of
  /// blobs.
  List<StagedName> staged() throws IOException;

  /// Shows every file there is, in no order, one at a time. Files that come or go meanwhile may be
  /// missed or shown.
  void list(Listing listing) throws IOException;

  /// What [BlobBackend#list] shows.
  interface Listing {

    /// A file of this backend and its size in bytes.
    void file(BlobFile file, long size) throws IOException;

    /// Something that lies where only files of this backend belong and is none.
    void foreign(String path) throws IOException;
  }
}
