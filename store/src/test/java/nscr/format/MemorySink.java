package nscr.format;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nscr.content.ContentSink;
import nscr.content.Copier;
import nscr.oci.Descriptor;
import nscr.oci.Digest;
import nscr.oci.ImageReference;

/// Takes in images to be looked at; of large blobs, only the beginning.
final class MemorySink implements ContentSink {
  private static final int LARGEST = 1 << 20;

  final Map<Digest, byte[]> content = new LinkedHashMap<>();
  final Map<ImageReference, Digest> names = new LinkedHashMap<>();
  final List<Descriptor> put = new ArrayList<>();

  @Override
  public boolean has(Descriptor descriptor) {
    return content.containsKey(descriptor.digest());
  }

  @Override
  public void put(Descriptor descriptor, InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(LARGEST);
    in.transferTo(OutputStream.nullOutputStream());
    content.put(descriptor.digest(), bytes);
    put.add(descriptor);
  }

  @Override
  public void tag(Descriptor manifest, ImageReference name) {
    names.put(name, manifest.digest());
  }

  @Override
  public void finish() {}

  /// Everything that belongs to these images, read through, which verifies it.
  static MemorySink of(List<ArchivedImage> images) throws IOException {
    MemorySink sink = new MemorySink();
    copy(images, sink);
    return sink;
  }

  /// Copies images under the names they have, or as `unnamed:latest`.
  static void copy(List<ArchivedImage> images, ContentSink sink) throws IOException {
    for (ArchivedImage image : images) {
      Copier copier = new Copier(image.content(), sink, true);
      List<ImageReference> names = new ArrayList<>(image.references(false));
      if (names.isEmpty()) {
        names.add(ImageReference.parse("unnamed:latest"));
      }
      for (ImageReference name : names) {
        copier.copy(image.root(), name);
        for (var companion : image.companions().entrySet()) {
          copier.copy(
              companion.getValue(), ImageReference.of(name.repository(), companion.getKey()));
        }
      }
    }
    sink.finish();
  }
}
