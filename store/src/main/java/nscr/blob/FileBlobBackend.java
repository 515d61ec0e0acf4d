package nscr.blob;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nscr.oci.Digest;
import nscr.oci.DigestAlgorithm;
import nscr.oci.OciException;

/// Blobs as files of a local directory: `blobs/<algorithm>/<first two digits>/<hex>.<birth>`,
/// read-only, and `staged/<id>`, which nobody else can read. What is set aside lies in `aside`.
///
/// Directories are made when first needed. Symbolic links in the places of files and directories
/// are never followed. Needs a file system that knows POSIX permissions.
public final class FileBlobBackend implements BlobBackend {
  private static final Set<PosixFilePermission> READ_ONLY =
      Set.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.OTHERS_READ);

  private final Path blobs;
  private final Path staged;
  private final Path aside;
  private final Directories directories;
  private final Room room;
  private final Ownership ownership;

  /// Blobs below `directory`, which exists.
  public FileBlobBackend(Path directory) {
    this(directory, Room.UNKNOWN);
  }

  /// As the other, on a disk that may have no room for more.
  public FileBlobBackend(Path directory, Room room) {
    this.room = room;
    Path root = directory.toAbsolutePath();
    this.ownership = Ownership.in(root);
    this.blobs = root.resolve("blobs");
    this.staged = root.resolve("staged");
    this.aside = root.resolve("aside");
    this.directories = new Directories(root, ownership);
  }

  private Path path(BlobFile file) {
    // No switch: the JVM makes one over types anew at each start, which takes it 15 ms.
    if (file instanceof StagedName name) {
      return staged.resolve(name.id());
    }
    BlobName name = (BlobName) file;
    return blobs
        .resolve(name.digest().algorithm().label())
        .resolve(name.digest().hex().substring(0, 2))
        .resolve(name.digest().hex() + "." + name.birth());
  }

  /// The path of a file that is looked for; no link is on its way.
  private Path find(BlobFile file) throws IOException {
    Path path = path(file);
    directories.check(path.getParent());
    return path;
  }

  @Override
  public Staged stage(StagedName name) throws IOException {
    room.check();
    directories.make(staged);
    StagedFile file = StagedFile.open(path(name), room);
    ownership.give(path(name));
    return file;
  }

  @Override
  public boolean hold(BlobName published, StagedName name) throws IOException {
    room.check();
    directories.make(staged);
    Path from = find(published);
    if (!Files.isRegularFile(from, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try {
      Files.createLink(path(name), from);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (UnsupportedOperationException | FileSystemException e) {
      // No links on this file system, or too many to this file: a copy does the same at a price.
      boolean isCopied = copy(from, path(name));
      if (isCopied) {
        ownership.give(path(name));
      }
      return isCopied;
    }
  }

  /// Gives a published file below another directory the same name here, at no cost in bytes.
  ///
  /// Durable only after [#syncLinked].
  ///
  /// @return false when the file system does not let it: the two lie on different ones, the file is
  ///   another user's, or has too many names already
  /// @throws NoSuchFileException when there is no such file
  public boolean link(BlobName published, FileBlobBackend from) throws IOException {
    Path to = path(published);
    Path there = from.find(published);
    directories.make(to.getParent());
    try {
      Files.createLink(to, there);
      return true;
    } catch (NoSuchFileException | FileAlreadyExistsException e) {
      throw e;
    } catch (UnsupportedOperationException | FileSystemException e) {
      if (Files.notExists(there, LinkOption.NOFOLLOW_LINKS)) {
        throw new NoSuchFileException(there.toString());
      }
      return false;
    }
  }

  /// Makes the names of linked files durable; costs one sync for each directory they are in.
  public void syncLinked(Collection<BlobName> linked) throws IOException {
    Set<Path> changed = new LinkedHashSet<>();
    for (BlobName file : linked) {
      changed.add(find(file).getParent());
    }
    directories.sync(changed);
  }

  /// Copies a file durably; false when there is none to copy.
  static boolean copy(Path from, Path to) throws IOException {
    try {
      Files.copy(from, to, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return false;
    }
    Directories.sync(to);
    return true;
  }

  @Override
  public void publish(Map<StagedName, BlobName> names) throws IOException {
    Syncs.all(names.keySet().stream().map(this::path).toList());
    Set<Path> changed = new LinkedHashSet<>();
    for (var name : names.entrySet()) {
      Path to = path(name.getValue());
      directories.make(to.getParent());
      publish(find(name.getKey()), to);
      changed.add(to.getParent());
    }
    directories.sync(changed);
  }

  private static void publish(Path from, Path to) throws IOException {
    try {
      PosixFileAttributeView view =
          Files.getFileAttributeView(from, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
      if (!view.readAttributes().isRegularFile()) {
        throw new FileSystemException(from.toString(), to.toString(), "is not a file");
      }
      view.setPermissions(READ_ONLY);
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      if (!Files.isRegularFile(to, LinkOption.NOFOLLOW_LINKS)) {
        throw e;
      }
    }
  }

  @Override
  public SeekableByteChannel open(BlobFile file) throws IOException {
    return FileChannel.open(find(file), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public long delete(BlobFile file) throws IOException {
    Optional<Names> names = names(file);
    if (names.isEmpty() || !Files.deleteIfExists(path(file))) {
      return -1;
    }
    return names.get().count() > 1 ? 0 : names.get().bytes();
  }

  @Override
  public Optional<Names> names(BlobFile file) throws IOException {
    Path path = find(file);
    // Most staged files that gc deletes to be sure are gone: a look costs less than an exception.
    if (Files.notExists(path, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    try {
      var found = Files.readAttributes(path, "unix:ino,size,nlink", LinkOption.NOFOLLOW_LINKS);
      return Optional.of(
          new Names(found.get("ino"), (int) found.get("nlink"), (long) found.get("size")));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public void syncDeleted(Collection<BlobName> deleted) throws IOException {
    Set<Path> changed = new LinkedHashSet<>();
    for (BlobName file : deleted) {
      changed.add(find(file).getParent());
    }
    Syncs.all(changed);
  }

  @Override
  public void setAside(BlobName damaged) throws IOException {
    Path from = find(damaged);
    directories.make(aside);
    Path to = aside.resolve(from.getFileName());
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      return;
    }
    directories.sync(Set.of(aside, from.getParent()));
  }

  @Override
  public List<StagedName> staged() throws IOException {
    directories.check(staged);
    List<StagedName> names = new ArrayList<>();
    for (Path path : Directories.children(staged)) {
      if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
        stagedName(path).ifPresent(names::add);
      }
    }
    return names;
  }

  @Override
  public void list(Listing listing) throws IOException {
    for (Path path : childrenOrForeign(listing, staged)) {
      show(listing, path, stagedName(path));
    }
    for (Path algorithm : childrenOrForeign(listing, blobs)) {
      for (Path fan : childrenOrForeign(listing, algorithm)) {
        for (Path path : childrenOrForeign(listing, fan)) {
          // What lies in a directory its digest does not belong to would never be found: it is
          // foreign.
          show(listing, path, blobName(algorithm, path).filter(name -> path(name).equals(path)));
        }
      }
    }
  }

  private static Optional<StagedName> stagedName(Path path) {
    String name = path.getFileName().toString();
    return StagedName.isValid(name) ? Optional.of(new StagedName(name)) : Optional.empty();
  }

  private static Optional<BlobName> blobName(Path algorithm, Path path) {
    String name = path.getFileName().toString();
    int dot = name.indexOf('.');
    Optional<DigestAlgorithm> known = DigestAlgorithm.find(algorithm.getFileName().toString());
    if (dot < 0 || known.isEmpty() || !StagedName.isValid(name.substring(dot + 1))) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new BlobName(new Digest(known.get(), name.substring(0, dot)), name.substring(dot + 1)));
    } catch (OciException e) {
      return Optional.empty();
    }
  }

  private static void show(Listing listing, Path path, Optional<? extends BlobFile> file)
      throws IOException {
    BasicFileAttributes attributes;
    try {
      attributes = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      // It went since the directory was read.
      return;
    }
    if (file.isPresent() && attributes.isRegularFile()) {
      listing.file(file.get(), attributes.size());
    } else {
      listing.foreign(path.toString());
    }
  }

  private static List<Path> childrenOrForeign(Listing listing, Path path) throws IOException {
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)
        && !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      listing.foreign(path.toString());
      return List.of();
    }
    return Directories.children(path);
  }
}
