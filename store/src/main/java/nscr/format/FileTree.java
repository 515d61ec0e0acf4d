package nscr.format;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;

/// The files of an archive by their paths, wherever they are kept. Paths are [ArchivePath]s.
///
/// Links are followed as long as they stay inside; one that leads out is a
/// [nscr.content.ContentException].
interface FileTree {

  /// The archive's name, which every message begins with.
  String name();

  /// Finds a file; empty when there is none, or something else is at that path.
  Optional<TreeFile> find(String path) throws IOException;

  /// The directories, sorted, that directly hold a file with one of these names. Directories below
  /// one that holds an `oci-layout` may be left out.
  SortedSet<String> holding(Set<String> names) throws IOException;

  /// The names of the files in a directory, sorted.
  List<String> list(String directory) throws IOException;

  /// The first few names at the top, sorted, for a person to recognise what this is.
  List<String> top() throws IOException;

  /// Fails when something about the whole is wrong that would not matter if it is no image archive
  /// at all.
  ///
  /// @throws nscr.content.ContentException naming an entry that is a link out of the archive
  void verify() throws IOException;
}
