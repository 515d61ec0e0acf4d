package nscr.format;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Optional;
import nscr.content.ContentException;
import nscr.content.Progress;
import nscr.content.Spool;
import nscr.oci.Descriptor;
import nscr.oci.Digest;
import nscr.oci.DigestAlgorithm;
import nscr.oci.MediaType;

/// Makes the layer files of a docker-archive layers of an OCI image: verified, spooled, described.
///
/// A layer is stored as it is: plain, or compressed with gzip or zstd. One compressed with xz or
/// bzip2, for which the spec has no media type, is stored plain. The `diff_id` in the image's
/// config, which is the digest of the plain layer, is verified in any case.
final class LayerStore {
  private static final int CHUNK = 1 << 16;

  private final Spool spool;
  private final Progress progress;
  private final Compression wanted;

  /// @param wanted how a plain layer is to be compressed
  LayerStore(Spool spool, Progress progress, Compression wanted) {
    this.spool = spool;
    this.progress = progress;
    this.wanted = wanted;
  }

  /// A layer, and where its content is.
  record Layer(Descriptor descriptor, TreeFile file) {}

  /// @param where the archive and the file, for messages
  /// @throws ContentException when the content is not that of `diffId`
  Layer layer(TreeFile file, Digest diffId, String where) throws IOException {
    Compression found;
    try (Decompressed start = new Decompressed(file.open(), where)) {
      found = start.compression();
    }
    return switch (found) {
      case NONE -> plain(kept(file, expected(diffId), where), diffId, where);
      case GZIP, ZSTD -> compressed(file, found, diffId, where);
      case XZ, BZIP2 -> {
        try (InputStream plain = new Decompressed(file.open(), where)) {
          yield plain(
              TreeFile.of(file.path(), keep(plain, expected(diffId), where)), diffId, where);
        }
      }
    };
  }

  /// Keeps a manifest that was made for an image.
  TreeFile made(byte[] manifest) throws IOException {
    Optional<Digest> digest = Optional.of(Digest.of(manifest));
    return TreeFile.of("its manifest", spool.keep(new ByteArrayInputStream(manifest), digest));
  }

  private Layer plain(TreeFile file, Digest diffId, String where) throws IOException {
    if (!file.digest().equals(Optional.of(diffId))) {
      verify(file, diffId, where);
    }
    if (wanted == Compression.NONE) {
      return described(file, MediaType.LAYER_TAR);
    }
    progress.begin("compressing " + where, file.size());
    try (InputStream compressing = wanted.compress(new Watched(file.open()))) {
      TreeFile smaller = TreeFile.of(file.path(), keep(compressing, Optional.empty(), where));
      return described(smaller, mediaType(wanted));
    }
  }

  private Layer compressed(TreeFile file, Compression found, Digest diffId, String where)
      throws IOException {
    verify(file, diffId, where);
    return described(kept(file, Optional.empty(), where), mediaType(found));
  }

  private static MediaType mediaType(Compression compression) {
    return compression == Compression.GZIP ? MediaType.LAYER_GZIP : MediaType.LAYER_ZSTD;
  }

  private static Layer described(TreeFile file, MediaType type) {
    return new Layer(Descriptor.of(type, file.digest().orElseThrow(), file.size()), file);
  }

  // Layers are known by sha256, whatever the config uses, so that the manifest is always the same.
  private static Optional<Digest> expected(Digest diffId) {
    return Optional.of(diffId).filter(digest -> digest.algorithm() == DigestAlgorithm.SHA256);
  }

  // A file of a directory has no digest yet; one of a tar was spooled when it was read.
  private TreeFile kept(TreeFile file, Optional<Digest> expected, String where) throws IOException {
    return file.digest().isPresent() ? file : keep(file, expected, where);
  }

  private TreeFile keep(TreeFile file, Optional<Digest> expected, String where) throws IOException {
    progress.begin(where, file.size());
    try (InputStream in = new Watched(file.open())) {
      return TreeFile.of(file.path(), keep(in, expected, where));
    }
  }

  private Spool.Spooled keep(InputStream in, Optional<Digest> expected, String where)
      throws IOException {
    try {
      return spool.keep(in, expected);
    } catch (ContentException e) {
      throw e.getMessage().startsWith(where)
          ? e
          : new ContentException(where + ": " + e.getMessage(), e);
    }
  }

  private static void verify(TreeFile file, Digest diffId, String where) throws IOException {
    MessageDigest hash = diffId.algorithm().hash();
    byte[] chunk = new byte[CHUNK];
    try (InputStream in = new Decompressed(file.open(), where)) {
      for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
        hash.update(chunk, 0, count);
      }
    }
    Digest found = Digest.finish(diffId.algorithm(), hash);
    if (!found.equals(diffId)) {
      throw new ContentException(
          where + ": the layer's content is " + found + ", but the image's config says " + diffId);
    }
  }

  private final class Watched extends FilterInputStream {
    Watched(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int count = super.read(into, offset, length);
      progress.advance(Math.max(count, 0));
      return count;
    }
  }
}
