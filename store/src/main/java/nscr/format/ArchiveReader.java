package nscr.format;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import nscr.content.ContentException;
import nscr.content.Progress;
import nscr.content.Spool;

/// Reads archives of images: OCI image layouts, docker-archives and skopeo's `dir:`, as directories
/// or as tars, these plain or compressed with gzip, zstd, xz or bzip2. What it is, is found out
/// from the content.
///
/// A tar is read in one pass while the spool keeps its files; a directory is left where it is, save
/// that the layers of a docker-archive are spooled. No file stays open. The spool must stay open as
/// long as the content of an image is used. One thread at a time.
public final class ArchiveReader {
  private final Spool spool;
  private final Progress progress;
  private final Compression layers;
  private final Optional<ArchiveForm> expected;

  public ArchiveReader(Spool spool, Progress progress) {
    this(spool, progress, Compression.NONE, Optional.empty());
  }

  private ArchiveReader(
      Spool spool, Progress progress, Compression layers, Optional<ArchiveForm> expected) {
    this.spool = spool;
    this.progress = progress;
    this.layers = layers;
    this.expected = expected;
  }

  /// A reader that compresses the layers of docker-archives that are not compressed. All other
  /// content has digests in manifests and stays what it is. The same content gives the same bytes,
  /// as long as the compressing library stays the same.
  ///
  /// @param compression gzip or zstd
  public ArchiveReader compressing(Compression compression) {
    return new ArchiveReader(spool, progress, compression, expected);
  }

  /// A reader that refuses archives of any other form. A layout that is a docker-archive too, as
  /// docker save writes it, is either; it is read as the layout.
  public ArchiveReader expecting(ArchiveForm form) {
    return new ArchiveReader(spool, progress, layers, Optional.of(form));
  }

  /// Reads a file or a directory.
  ///
  /// @return at least one image
  /// @throws ContentException when it is damaged, or no archive of images
  public List<ArchivedImage> open(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      return images(new DirectoryTree(path, path.toString()));
    }
    try (InputStream in = Files.newInputStream(path)) {
      return read(in, path.toString(), Files.isRegularFile(path) ? Files.size(path) : -1);
    } catch (NoSuchFileException e) {
      throw new IOException("cannot read " + path + ": no such file or directory", e);
    } catch (AccessDeniedException e) {
      throw new IOException("cannot read " + path + ": permission denied", e);
    }
  }

  /// Reads a stream from its first byte to its last, and does not close it.
  ///
  /// @param name for messages
  /// @return at least one image
  /// @throws ContentException when it is damaged, or no archive of images
  public List<ArchivedImage> read(InputStream in, String name) throws IOException {
    return read(in, name, -1);
  }

  private List<ArchivedImage> read(InputStream in, String name, long size) throws IOException {
    progress.begin(name, size);
    try (Decompressed plain = new Decompressed(new Counted(in), name)) {
      return images(TarPass.read(plain, name, spool));
    }
  }

  private List<ArchivedImage> images(FileTree tree) throws IOException {
    return new ImageSearch(tree, new LayerStore(spool, progress, layers), expected).images();
  }

  /// The bytes as they come, which is what progress is measured in.
  private final class Counted extends FilterInputStream {
    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int count = super.read(into, offset, length);
      progress.advance(Math.max(count, 0));
      return count;
    }

    /// The stream is the caller's.
    @Override
    public void close() {}
  }
}
