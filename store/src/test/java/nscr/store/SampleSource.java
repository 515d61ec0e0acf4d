package nscr.store;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nscr.content.ContentException;
import nscr.content.ContentSource;
import nscr.content.VerifiedStream;
import nscr.oci.Descriptor;
import nscr.oci.Digest;
import nscr.oci.Manifest;

/// Samples as a place to copy from.
public final class SampleSource implements ContentSource {
  private final Map<Digest, Sample> samples = new LinkedHashMap<>();

  public SampleSource(Sample... roots) {
    List.of(roots).forEach(this::add);
  }

  private void add(Sample sample) {
    samples.put(sample.digest(), sample);
    sample.children().stream()
        .filter(child -> !child.mediaType().isNonDistributable())
        .forEach(this::add);
  }

  @Override
  public boolean has(Digest digest) {
    return samples.containsKey(digest);
  }

  @Override
  public InputStream open(Descriptor descriptor) throws ContentException {
    if (!has(descriptor.digest())) {
      throw new ContentException("there is no sample " + descriptor.digest());
    }
    byte[] content = samples.get(descriptor.digest()).content();
    return new VerifiedStream(
        new ByteArrayInputStream(content), descriptor.digest(), descriptor.size());
  }

  @Override
  public List<Descriptor> referrers(Digest subject) {
    List<Descriptor> found = new ArrayList<>();
    for (Sample sample : samples.values()) {
      if (sample.isManifest()
          && Manifest.parse(Optional.of(sample.mediaType()), sample.content())
              .subject()
              .filter(of -> of.digest().equals(subject))
              .isPresent()) {
        found.add(sample.descriptor());
      }
    }
    return found;
  }
}
