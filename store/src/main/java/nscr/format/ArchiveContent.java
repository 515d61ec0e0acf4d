package nscr.format;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import nscr.content.ContentException;
import nscr.content.ContentSource;
import nscr.content.VerifiedStream;
import nscr.oci.Descriptor;
import nscr.oci.Digest;
import nscr.oci.Manifest;

/// The content of one place in an archive: files found by digest, and the referrers that were
/// noted.
final class ArchiveContent implements ContentSource {
  private final String where;
  private final Finder finder;
  private final Map<Digest, SortedMap<Digest, Descriptor>> referrers = new HashMap<>();

  /// Knows where the content of a digest would be; what it is is not trusted.
  interface Finder {
    Optional<TreeFile> find(Digest digest) throws IOException;
  }

  /// @param where the archive and, below its top, the directory
  ArchiveContent(String where, Finder finder) {
    this.where = where;
    this.finder = finder;
  }

  @Override
  public boolean has(Digest digest) throws IOException {
    return finder.find(digest).isPresent();
  }

  @Override
  public InputStream open(Descriptor descriptor) throws IOException {
    Digest digest = descriptor.digest();
    TreeFile file =
        finder
            .find(digest)
            .orElseThrow(() -> new ContentException(where + ": " + digest + " is missing"));
    if (file.size() != descriptor.size()) {
      throw new ContentException(
          where
              + ": "
              + digest
              + " should have "
              + descriptor.size()
              + " bytes, but "
              + file.path()
              + " has "
              + file.size());
    }
    InputStream verified = new VerifiedStream(file.open(), digest, descriptor.size());
    return new FilterInputStream(verified) {
      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        try {
          return super.read(into, offset, length);
        } catch (ContentException e) {
          throw new ContentException(where + ": " + file.path() + ": " + e.getMessage(), e);
        }
      }
    };
  }

  @Override
  public List<Descriptor> referrers(Digest subject) {
    return List.copyOf(referrers.getOrDefault(subject, new TreeMap<>()).values());
  }

  /// Reads a manifest and, when it has a subject, notes it as a referrer.
  ///
  /// @throws ContentException when it is missing, not what its descriptor says, or no manifest
  Manifest manifest(Descriptor descriptor) throws IOException {
    Digest digest = descriptor.digest();
    if (descriptor.size() > Manifest.LARGEST) {
      throw TreeFile.tooLarge(where, digest.toString(), descriptor.size());
    }
    byte[] bytes;
    try (InputStream in = open(descriptor)) {
      bytes = in.readAllBytes();
    }
    Manifest manifest =
        ContentParser.parse(
            where + ": " + digest,
            () -> Manifest.parse(Optional.of(descriptor.mediaType()), bytes));
    manifest.subject().ifPresent(subject -> note(subject.digest(), descriptor, manifest));
    return manifest;
  }

  private void note(Digest subject, Descriptor descriptor, Manifest manifest) {
    Descriptor referrer =
        new Descriptor(
            manifest.mediaType(),
            descriptor.digest(),
            descriptor.size(),
            Optional.empty(),
            manifest.artifactType(),
            manifest.annotations(),
            List.of());
    referrers.computeIfAbsent(subject, _ -> new TreeMap<>()).put(descriptor.digest(), referrer);
  }
}
