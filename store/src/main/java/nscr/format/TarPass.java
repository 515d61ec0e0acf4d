package nscr.format;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.Set;
import nscr.content.ContentException;
import nscr.content.Spool;
import nscr.oci.Digest;
import nscr.oci.DigestAlgorithm;
import nscr.oci.Manifest;
import nscr.oci.OciException;
import nscr.oci.Quoted;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/// Reads a tar once, from its first byte to its last, while a spool keeps its files.
///
/// Old, ustar, GNU and PAX tars, sparse files among them. Every entry is distrusted: what does not
/// add up is a [ContentException] that names the entry.
final class TarPass {
  /// Names of files that are read as JSON, so that there is no use in keeping a huge one.
  private static final Set<String> SMALL =
      Set.of("oci-layout", "index.json", "manifest.json", "repositories");

  private final InputStream in;
  private final TarBytes bytes;
  private final TarArchiveInputStream tar;
  private final String name;
  private final Spool spool;
  private final TarTree tree;
  private String where = "its start";

  private TarPass(InputStream in, String name, Spool spool) {
    this.in = in;
    this.name = name;
    this.spool = spool;
    this.bytes = new TarBytes(in, () -> name + ": " + where);
    this.tar = new TarArchiveInputStream(bytes, "UTF-8");
    this.tree = new TarTree(name);
  }

  /// @param in the plain tar, which is read to its end and not closed
  /// @param name the archive's, for messages
  static FileTree read(InputStream in, String name, Spool spool) throws IOException {
    return new TarPass(in, name, spool).read();
  }

  // The tar stream holds nothing of its own that closing would free, and `in` is the caller's.
  private FileTree read() throws IOException {
    Optional<TarArchiveEntry> entry = next();
    if (entry.isEmpty()) {
      throw new ContentException(name + ": it is empty, not an archive");
    }
    while (entry.isPresent()) {
      enter(entry.get());
      entry = next();
    }
    // Whoever writes to our standard input may still be padding, and a checksum may stand at the
    // very end.
    in.transferTo(OutputStream.nullOutputStream());
    return tree;
  }

  private Optional<TarArchiveEntry> next() throws IOException {
    bytes.header();
    try {
      TarArchiveEntry entry = tar.getNextEntry();
      if (entry != null && !entry.isCheckSumOK()) {
        throw damaged("its checksum is wrong", null);
      }
      if (entry == null && bytes.isCutShort()) {
        throw damaged("the archive ends there, without the mark of its end", null);
      }
      bytes.content();
      return Optional.ofNullable(entry);
    } catch (ContentException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw bytes.failure().orElse(damaged(Quoted.of(String.valueOf(e.getMessage())), e));
    }
  }

  private ContentException damaged(String why, Exception cause) {
    String message =
        where.equals("its start")
            ? "it is not a tar archive, nor one that was compressed with gzip, zstd, xz or bzip2"
            : "damaged after " + where + ": " + why;
    return new ContentException(name + ": " + message, cause);
  }

  private void enter(TarArchiveEntry entry) throws IOException {
    String path = tree.enter(entry.getName());
    where = "entry " + Quoted.of(path);
    EntryStream content = new EntryStream(entry);
    switch (entry.getLinkFlag()) {
      case TarConstants.LF_LINK -> tree.hardLink(path, entry.getLinkName());
      case TarConstants.LF_SYMLINK -> tree.symbolicLink(path, entry.getLinkName());
      case TarConstants.LF_CHR, TarConstants.LF_BLK, TarConstants.LF_FIFO -> tree.other(path);
      case TarConstants.LF_MULTIVOLUME ->
          throw new ContentException(name + ": it is one volume of several, which are not read");
      default -> {
        if (entry.isDirectory() || path.isEmpty()) {
          tree.other(path);
        } else {
          tree.file(keep(path, content));
        }
      }
    }
    content.transferTo(OutputStream.nullOutputStream());
  }

  private TreeFile keep(String path, EntryStream content) throws IOException {
    if (content.size > Manifest.LARGEST && SMALL.contains(ArchivePath.last(path))) {
      throw TreeFile.tooLarge(name, path, content.size);
    }
    try {
      return TreeFile.of(path, spool.keep(content, promised(path)));
    } catch (ContentException e) {
      throw e.getMessage().startsWith(name)
          ? e
          : new ContentException(name + ": " + where + ": " + e.getMessage(), e);
    }
  }

  /// The digest that the path of a layout's blob promises. No other name can be relied on: a
  /// docker-archive's `<hex>/layer.tar`, for one, is not named after its content.
  private static Optional<Digest> promised(String path) {
    String hex = ArchivePath.last(path);
    String directory = ArchivePath.parent(path);
    if (!ArchivePath.last(ArchivePath.parent(directory)).equals("blobs")) {
      return Optional.empty();
    }
    try {
      return DigestAlgorithm.find(ArchivePath.last(directory))
          .map(algorithm -> new Digest(algorithm, hex));
    } catch (OciException _) {
      return Optional.empty();
    }
  }

  /// The content of the current entry: exactly as long as the entry says, or an error.
  private final class EntryStream extends InputStream {
    private final long size;
    private long count;

    EntryStream(TarArchiveEntry entry) {
      this.size = entry.isSparse() ? entry.getRealSize() : entry.getSize();
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int some;
      try {
        some = tar.read(into, offset, length);
      } catch (ContentException e) {
        throw e;
      } catch (IOException | RuntimeException e) {
        throw bytes.failure().orElse(cutShort(e));
      }
      count += Math.max(some, 0);
      if (some < 0 && count < size) {
        throw cutShort(null);
      }
      return some;
    }

    private ContentException cutShort(Exception cause) {
      return new ContentException(
          name + ": " + where + ": the archive ends after " + count + " of " + size + " bytes",
          cause);
    }
  }
}
