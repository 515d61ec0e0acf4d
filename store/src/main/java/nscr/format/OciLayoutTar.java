package nscr.format;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import nscr.content.ContentSink;
import nscr.oci.Descriptor;
import nscr.oci.Digest;
import nscr.oci.ImageReference;

/// Writes an OCI image layout as a tar: `oci-layout`, each blob once in the order they are put,
/// `index.json` last.
///
/// The same content put in the same order gives the same bytes. Memory grows with the number of
/// blobs only. Spec: image-spec "Image Layout".
public final class OciLayoutTar implements ContentSink, Closeable {
  private final TarWriter tar;
  private final PutManifests manifests = new PutManifests();
  private final LayoutIndex index = new LayoutIndex();
  private final Set<Digest> put = new HashSet<>();
  private boolean begun;

  /// @param out the caller's: it is flushed by `finish`, never closed; what was written to it is
  ///   useless unless `finish` returned
  public OciLayoutTar(OutputStream out) {
    this.tar = new TarWriter(out);
  }

  /// The path of a blob in a layout.
  static String path(Digest digest) {
    return "blobs/" + digest.algorithm().label() + "/" + digest.hex();
  }

  @Override
  public boolean has(Descriptor descriptor) {
    return put.contains(descriptor.digest());
  }

  /// @throws nscr.content.ContentException when the content is shorter or longer than the
  ///   descriptor says, or is no manifest where one is announced
  @Override
  public void put(Descriptor descriptor, InputStream content) throws IOException {
    begin();
    if (!put.add(descriptor.digest())) {
      return;
    }
    if (descriptor.mediaType().isManifest()) {
      PutManifests.Read read = manifests.read(descriptor, content);
      index.put(descriptor, read.manifest());
      tar.file(path(descriptor.digest()), read.bytes());
    } else {
      tar.file(path(descriptor.digest()), descriptor.size(), content);
    }
  }

  private void begin() throws IOException {
    if (!begun) {
      begun = true;
      tar.file("oci-layout", LayoutIndex.LAYOUT);
    }
  }

  @Override
  public void tag(Descriptor manifest, ImageReference name) {
    if (!isMereReferrer(manifest, name)) {
      index.name(manifest, name);
    }
  }

  boolean isMereReferrer(Descriptor manifest, ImageReference name) {
    return manifests.isMereReferrer(manifest, name);
  }

  @Override
  public void finish() throws IOException {
    finish(new TreeMap<>());
  }

  /// @param more further files of the archive, by name
  void finish(SortedMap<String, byte[]> more) throws IOException {
    begin();
    for (Map.Entry<String, byte[]> file : more.entrySet()) {
      tar.file(file.getKey(), file.getValue());
    }
    tar.file("index.json", index.json());
    tar.finish();
  }

  /// There is nothing to clean up: the stream is the caller's.
  @Override
  public void close() {}
}
