package nscr.format;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import nscr.content.ContentException;
import nscr.oci.Quoted;

/// What a tar held: the files a spool kept, and the links between them.
///
/// As with tar itself, the last entry of a name is the one that counts, and a hard link is to what
/// its target was at that point of the archive; one to an entry that only comes later is followed
/// too.
final class TarTree implements FileTree {
  private static final int TOP = 8;
  private static final int MOST_HOPS = 40;
  private static final int LONGEST_PATH = 4096;
  // About what an entry costs in memory beside its characters, with what a spool remembers of it.
  private static final int BYTES_PER_ENTRY = 1024;

  private final String name;
  private final long most = Runtime.getRuntime().maxMemory() / 2;
  private final Map<String, TreeFile> files = new HashMap<>();
  private final Map<String, String> links = new HashMap<>();
  private final SortedSet<String> top = new TreeSet<>();
  private Optional<String> linkOut = Optional.empty();
  private long entries;
  private long memory;

  TarTree(String name) {
    this.name = name;
  }

  @Override
  public String name() {
    return name;
  }

  /// Notes that there is an entry, before anything is done for it.
  ///
  /// @return its path; empty for the top itself
  /// @throws ContentException for a name that is no path inside the archive, or when there is too
  ///   much to remember
  String enter(String entry) throws ContentException {
    if (entry.length() > LONGEST_PATH) {
      throw refused(entry, "its name has " + entry.length() + " characters");
    }
    String path =
        ArchivePath.resolve("", entry)
            .orElseThrow(() -> refused(entry, "its name leads out of the archive"));
    entries++;
    memory += BYTES_PER_ENTRY + 2L * entry.length();
    if (memory > most) {
      throw new ContentException(
          name + ": more than " + entries + " entries; reading them needs a larger Java heap");
    }
    if (!path.isEmpty() && top.add(path.split("/", 2)[0])) {
      if (top.size() > 2 * TOP) {
        top.removeLast();
      }
      // Now, before tens of thousands of files are kept for nothing.
      RootFileSystem.refuse(name, top);
    }
    return path;
  }

  void file(TreeFile file) {
    links.remove(file.path());
    files.put(file.path(), file);
  }

  /// A directory, or something else without content, replaces what had its name.
  void other(String path) {
    links.remove(path);
    files.remove(path);
  }

  /// @param target as the archive spells it
  void symbolicLink(String path, String target) {
    link(path, target, ArchivePath.resolve(ArchivePath.parent(path), target));
  }

  /// @param target as the archive spells it
  void hardLink(String path, String target) {
    Optional<String> to = ArchivePath.resolve("", target);
    Optional<TreeFile> now = to.map(files::get);
    if (now.isPresent()) {
      files.put(path, now.get());
      links.remove(path);
    } else {
      link(path, target, to);
    }
  }

  private void link(String path, String target, Optional<String> to) {
    files.remove(path);
    links.remove(path);
    to.filter(inside -> inside.length() <= LONGEST_PATH)
        .ifPresent(inside -> links.put(path, inside));
    memory += 2L * target.length();
    if (to.isEmpty() && linkOut.isEmpty()) {
      linkOut =
          Optional.of(refusal(path, "it is a link out of the archive, to " + Quoted.of(target)));
    }
  }

  @Override
  public Optional<TreeFile> find(String path) throws ContentException {
    Optional<String> next = Optional.of(path);
    for (int hop = 0; hop < MOST_HOPS && next.isPresent(); hop++) {
      TreeFile file = files.get(next.get());
      if (file != null) {
        return Optional.of(file);
      }
      next = follow(next.get());
    }
    if (next.isPresent()) {
      throw refused(path, "its links go round in circles");
    }
    return Optional.empty();
  }

  // Replaces the shortest beginning of the path that is a link: a directory may be one too.
  private Optional<String> follow(String path) {
    int end = 0;
    while (end < path.length()) {
      int slash = path.indexOf('/', end + 1);
      end = slash < 0 ? path.length() : slash;
      String target = links.get(path.substring(0, end));
      if (target != null) {
        return ArchivePath.resolve(target, "." + path.substring(end))
            .filter(inside -> inside.length() <= LONGEST_PATH);
      }
    }
    return Optional.empty();
  }

  @Override
  public SortedSet<String> holding(Set<String> names) {
    SortedSet<String> found = new TreeSet<>();
    paths()
        .filter(path -> names.contains(ArchivePath.last(path)))
        .map(ArchivePath::parent)
        .forEach(found::add);
    return found;
  }

  @Override
  public List<String> list(String directory) {
    return paths()
        .filter(path -> ArchivePath.parent(path).equals(directory))
        .map(ArchivePath::last)
        .sorted()
        .toList();
  }

  private Stream<String> paths() {
    return Stream.concat(files.keySet().stream(), links.keySet().stream());
  }

  @Override
  public List<String> top() {
    return top.stream().limit(TOP).toList();
  }

  @Override
  public void verify() throws ContentException {
    if (linkOut.isPresent()) {
      throw new ContentException(linkOut.get());
    }
  }

  private ContentException refused(String entry, String why) {
    return new ContentException(refusal(entry, why));
  }

  private String refusal(String entry, String why) {
    return name + ": entry " + Quoted.of(entry) + " is refused: " + why;
  }
}
