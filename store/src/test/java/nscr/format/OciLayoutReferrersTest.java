package nscr.format;

import static nscr.format.Sample.named;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nscr.format.Sample.Blob;
import nscr.oci.Descriptor;
import nscr.oci.Digest;
import nscr.oci.MediaType;
import nscr.oci.Tag;
import org.junit.jupiter.api.Test;

/// What goes with an image in a layout: its referrers, and what is attached to it by a tag.
class OciLayoutReferrersTest {
  private static final List<Blob> IMAGE =
      Sample.image(Sample.layerTar("one"), Sample.layerTar("two"));
  private static final Descriptor ROOT = IMAGE.getLast().descriptor();

  private static ArchivedImage only(List<ArchivedImage> images) {
    assertEquals(1, images.size(), images.toString());
    return images.getFirst();
  }

  @Test
  void referrersComeWithTheirSubjectWhetherOrNotItIsNamed() throws IOException {
    List<Blob> first = Sample.referrer(ROOT, "sbom");
    List<Blob> second = Sample.referrer(first.getLast().descriptor(), "signature of the sbom");
    List<Blob> blobs = new ArrayList<>(IMAGE);
    blobs.addAll(first);
    blobs.addAll(second);
    ArchivedImage image =
        only(
            Sample.read(
                Tar.of(
                    Sample.layout(
                        blobs,
                        second.getLast().descriptor(),
                        first.getLast().descriptor(),
                        named(ROOT, "app:1")))));
    assertEquals(ROOT.digest(), image.root().digest());
    MemorySink sink = MemorySink.of(List.of(image));
    blobs.forEach(b -> assertTrue(sink.content.containsKey(b.digest())));
    Descriptor referrer = image.content().referrers(ROOT.digest()).getFirst();
    assertEquals(Optional.of("application/vnd.oci.empty.v1+json"), referrer.artifactType());
  }

  @Test
  void aReferrerWhoseSubjectIsElsewhereIsAnImage() throws IOException {
    Descriptor elsewhere = Descriptor.of(MediaType.IMAGE_MANIFEST, "far".getBytes());
    List<Blob> referrer = Sample.referrer(elsewhere, "sbom");
    ArchivedImage image =
        only(Sample.read(Tar.of(Sample.layout(referrer, referrer.getLast().descriptor()))));
    assertEquals(referrer.getLast().digest(), image.root().digest());
  }

  @Test
  void theReferrersTagSchemaTellsWhereReferrersAre() throws IOException {
    List<Blob> referrer = Sample.referrer(ROOT, "sbom");
    Blob fallback = Sample.index(referrer.getLast().descriptor());
    List<Blob> blobs = new ArrayList<>(IMAGE);
    blobs.addAll(referrer);
    blobs.add(fallback);
    String tag = "sha256-" + ROOT.digest().hex();
    ArchivedImage image =
        only(
            Sample.read(
                Tar.of(
                    Sample.layout(
                        blobs, named(ROOT, "app:1"), named(fallback.descriptor(), tag)))));
    assertEquals(Map.of(), image.companions());
    assertEquals(1, image.content().referrers(ROOT.digest()).size());
  }

  @Test
  void cosignsTagsGoWithTheirImageAlsoWhenItIsPartOfAnIndex() throws IOException {
    List<Blob> signature = Sample.image(Sample.layerTar("signature"));
    Blob index = Sample.index(ROOT);
    List<Blob> blobs = new ArrayList<>(IMAGE);
    blobs.addAll(signature);
    blobs.add(index);
    String tag = "sha256-" + ROOT.digest().hex() + ".sig";
    ArchivedImage image =
        only(
            Sample.read(
                Tar.of(
                    Sample.layout(
                        blobs,
                        named(signature.getLast().descriptor(), tag),
                        named(index.descriptor(), "app:1")))));
    assertEquals(index.digest(), image.root().digest());
    assertEquals(Set.of(new Tag(tag)), image.companions().keySet());
  }

  @Test
  void aCompleteNameIsACompanionsOnlyBesideItsImage() throws IOException {
    List<Blob> signature = Sample.image(Sample.layerTar("signature"));
    List<Blob> blobs = new ArrayList<>(IMAGE);
    blobs.addAll(signature);
    String tag = "sha256-" + ROOT.digest().hex() + ".sig";
    ArchivedImage image =
        only(
            Sample.read(
                Tar.of(
                    Sample.layout(
                        blobs,
                        named(ROOT, "app:1"),
                        named(signature.getLast().descriptor(), "app:" + tag)))));
    assertEquals(Set.of(new Tag(tag)), image.companions().keySet());

    List<ArchivedImage> apart =
        Sample.read(
            Tar.of(
                Sample.layout(
                    blobs,
                    named(ROOT, "app:1"),
                    named(signature.getLast().descriptor(), "signatures:" + tag))));
    assertEquals(2, apart.size());
  }

  @Test
  void whatCosignSavedIsTaggedAsCosignTagsIt() throws IOException {
    List<Blob> signature = Sample.image(Sample.layerTar("signature"));
    List<Blob> attestation = Sample.image(Sample.layerTar("attestation"));
    List<Blob> blobs = new ArrayList<>(IMAGE);
    blobs.addAll(signature);
    blobs.addAll(attestation);
    ArchivedImage image =
        only(
            Sample.read(
                Tar.of(
                    Sample.layout(
                        blobs,
                        kind(ROOT, "image"),
                        kind(signature.getLast().descriptor(), "sigs"),
                        kind(attestation.getLast().descriptor(), "atts")))));
    String stem = "sha256-" + ROOT.digest().hex();
    assertEquals(
        Map.of(
            new Tag(stem + ".sig"), signature.getLast().digest(),
            new Tag(stem + ".att"), attestation.getLast().digest()),
        digests(image.companions()));
  }

  private static Descriptor kind(Descriptor descriptor, String kind) {
    return descriptor.withAnnotations(Map.of("kind", "dev.cosignproject.cosign/" + kind));
  }

  private static Map<Tag, Digest> digests(Map<Tag, Descriptor> descriptors) {
    Map<Tag, Digest> digests = new LinkedHashMap<>();
    descriptors.forEach((tag, descriptor) -> digests.put(tag, descriptor.digest()));
    return digests;
  }
}
