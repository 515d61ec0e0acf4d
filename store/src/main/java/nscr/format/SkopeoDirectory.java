package nscr.format;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import nscr.content.ContentException;
import nscr.content.ContentSink;
import nscr.oci.Descriptor;
import nscr.oci.Digest;
import nscr.oci.DigestAlgorithm;
import nscr.oci.ErrorCode;
import nscr.oci.ImageReference;
import nscr.oci.OciException;

/// Writes one image, or one index with all it lists, as skopeo's `dir:` does; referrers are
/// manifests beside it.
///
/// The format has no place for names. See [SkopeoDirectoryImages] for the files.
public final class SkopeoDirectory implements ContentSink, Closeable {
  private final Path directory;
  private final NewFiles files;
  private final PutManifests manifests = new PutManifests();
  private final Set<Digest> put = new HashSet<>();
  private Optional<Digest> root = Optional.empty();

  private SkopeoDirectory(Path directory, NewFiles files) {
    this.directory = directory;
    this.files = files;
  }

  /// @param directory empty, or not there yet
  /// @throws ContentException when there is something in it
  public static SkopeoDirectory create(Path directory) throws IOException {
    if (Files.exists(directory) && !OciLayoutDirectory.isEmpty(directory)) {
      throw new ContentException(directory + " is not an empty directory");
    }
    return new SkopeoDirectory(directory, new NewFiles(directory));
  }

  @Override
  public boolean has(Descriptor descriptor) {
    return put.contains(descriptor.digest());
  }

  @Override
  public void put(Descriptor descriptor, InputStream content) throws IOException {
    if (!put.add(descriptor.digest())) {
      return;
    }
    String name = SkopeoDirectoryImages.fileName(descriptor.digest());
    if (descriptor.mediaType().isManifest()) {
      byte[] bytes = manifests.read(descriptor, content).bytes();
      files.write(name + SkopeoDirectoryImages.MANIFEST_SUFFIX, new ByteArrayInputStream(bytes));
    } else {
      files.write(name, content);
    }
  }

  /// @throws OciException UNSUPPORTED for a second image, and for one that is not known by sha256
  @Override
  public void tag(Descriptor manifest, ImageReference name) {
    if (manifests.isMereReferrer(manifest, name)) {
      return;
    }
    if (manifest.digest().algorithm() != DigestAlgorithm.SHA256) {
      throw new OciException(
          ErrorCode.UNSUPPORTED,
          name
              + " is known by "
              + manifest.digest().algorithm().label()
              + ", which dir: has no place for");
    }
    if (root.isPresent() && !root.get().equals(manifest.digest())) {
      throw new OciException(
          ErrorCode.UNSUPPORTED,
          "dir: holds one image, and " + name + " would be the second; use the OCI format");
    }
    root = Optional.of(manifest.digest());
  }

  @Override
  public void finish() throws IOException {
    Digest digest = root.orElseThrow(() -> new IllegalStateException("no image was named"));
    Path written =
        directory.resolve(
            SkopeoDirectoryImages.fileName(digest) + SkopeoDirectoryImages.MANIFEST_SUFFIX);
    files.replace(
        SkopeoDirectoryImages.VERSION,
        (SkopeoDirectoryImages.VERSION_TEXT + "1\n").getBytes(StandardCharsets.US_ASCII));
    files.replace("manifest.json", Files.readAllBytes(written));
    Files.delete(written);
    files.keep();
  }

  /// Unless `finish` returned, removes what was put.
  @Override
  public void close() throws IOException {
    files.discard();
  }
}
