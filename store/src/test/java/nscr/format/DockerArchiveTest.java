package nscr.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nscr.content.ContentException;
import nscr.format.Sample.Blob;
import nscr.oci.Descriptor;
import nscr.oci.ErrorCode;
import nscr.oci.ImageReference;
import nscr.oci.Json;
import nscr.oci.MediaType;
import nscr.oci.OciException;
import org.junit.jupiter.api.Test;

/// Docker-archives that are written: read by docker's tools, and exact when read back.
class DockerArchiveTest {
  private static final List<Blob> IMAGE =
      Sample.image(Sample.layerTar("one"), Sample.layerTar("two"));
  private static final Descriptor ROOT = IMAGE.getLast().descriptor();

  private static byte[] exported(List<Blob> image, String... names) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    DockerArchive sink = new DockerArchive(out);
    OciLayoutTarTest.put(sink, image);
    for (String name : names) {
      sink.tag(image.getLast().descriptor(), ImageReference.parse(name));
    }
    sink.finish();
    return out.toByteArray();
  }

  private static FileTree tree(byte[] tar) throws IOException {
    return TarPass.read(new ByteArrayInputStream(tar), "a.tar", new MemorySpool());
  }

  private static OciException refused(List<Blob> blobs) throws IOException {
    DockerArchive sink = new DockerArchive(OutputStream.nullOutputStream());
    OciLayoutTarTest.put(sink, blobs);
    return assertThrows(
        OciException.class,
        () -> sink.tag(blobs.getLast().descriptor(), ImageReference.parse("app:1")));
  }

  @Test
  void theManifestNamesConfigLayersAndTags() throws IOException {
    FileTree tree = tree(exported(IMAGE, "app:1", "127.0.0.1_5901/t/bb:2"));
    Json list = Json.parse(tree.find("manifest.json").orElseThrow().small("a.tar"));
    Json element = list.elements().getFirst();
    String blobs = "blobs/sha256/";
    assertEquals(
        Optional.of(blobs + IMAGE.getFirst().digest().hex()),
        element.member("Config").flatMap(Json::text));
    assertEquals(
        List.of("app:1", "127.0.0.1:5901/t/bb:2"),
        element.member("RepoTags").orElseThrow().elements().stream()
            .map(t -> t.text().orElseThrow())
            .toList());
    assertEquals(
        List.of(blobs + IMAGE.get(1).digest().hex(), blobs + IMAGE.get(2).digest().hex()),
        element.member("Layers").orElseThrow().elements().stream()
            .map(t -> t.text().orElseThrow())
            .toList());
    assertEquals(1, list.elements().size());
  }

  @Test
  void readingItBackGivesTheExactManifest() throws IOException {
    List<ArchivedImage> images = Sample.read(exported(IMAGE, "app:1"));
    assertEquals(ROOT.digest(), images.getFirst().root().digest());
    assertEquals(List.of("app:1"), images.getFirst().names());
  }

  @Test
  void whoeverKnowsDockerArchivesOnlyReadsTheSameImage() throws IOException {
    FileTree tree = tree(exported(IMAGE, "app:1"));
    Tar docker = new Tar();
    for (Blob blob : IMAGE) {
      docker.file("blobs/sha256/" + blob.digest().hex(), blob.bytes());
    }
    docker.file("manifest.json", tree.find("manifest.json").orElseThrow().small("a.tar"));
    ArchivedImage image = Sample.read(docker.bytes()).getFirst();
    assertEquals(List.of("app:1"), image.names());
    assertEquals(ROOT.digest(), image.root().digest(), "plain OCI manifests are made the same way");
  }

  @Test
  void theSameContentGivesTheSameBytes() throws IOException {
    assertArrayEquals(exported(IMAGE, "app:1", "app:2"), exported(IMAGE, "app:1", "app:2"));
  }

  @Test
  void anImageByDigestHasNoTag() throws IOException {
    FileTree tree = tree(exported(IMAGE, "app@" + ROOT.digest()));
    String list =
        new String(tree.find("manifest.json").orElseThrow().small("a.tar"), StandardCharsets.UTF_8);
    assertTrue(list.contains("\"RepoTags\":[]"), list);
  }

  @Test
  void referrersTravelAlong() throws IOException {
    List<Blob> referrer = Sample.referrer(ROOT, "sbom");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    DockerArchive sink = new DockerArchive(out);
    OciLayoutTarTest.put(sink, IMAGE);
    OciLayoutTarTest.put(sink, referrer);
    sink.tag(
        referrer.getLast().descriptor(),
        ImageReference.parse("app@" + referrer.getLast().digest()));
    sink.tag(ROOT, ImageReference.parse("app:1"));
    sink.finish();
    List<ArchivedImage> images = Sample.read(out.toByteArray());
    assertEquals(1, images.getFirst().content().referrers(ROOT.digest()).size());
  }

  @Test
  void anIndexIsRefused() throws IOException {
    List<Blob> blobs = new ArrayList<>(IMAGE);
    blobs.add(Sample.index(ROOT));
    OciException e = refused(blobs);
    assertEquals(ErrorCode.UNSUPPORTED, e.code());
    assertTrue(e.getMessage().contains("app:1 is an index"), e.getMessage());
  }

  @Test
  void anArtifactIsRefused() throws IOException {
    List<Blob> chart = new ArrayList<>();
    chart.add(Sample.blob(new MediaType("application/vnd.cncf.helm.config.v1+json"), "{}"));
    chart.add(Sample.manifest(chart, Optional.empty()));
    assertTrue(refused(chart).getMessage().contains("no container image"));

    List<Blob> signature = new ArrayList<>(IMAGE.subList(0, 1));
    signature.add(
        Sample.blob(new MediaType("application/vnd.dev.cosign.simplesigning.v1+json"), "{}"));
    signature.add(Sample.manifest(signature, Optional.empty()));
    assertTrue(refused(signature).getMessage().contains("no container image"));
  }

  @Test
  void aLayerThatMayNotBeDistributedIsMissed() throws IOException {
    List<Blob> blobs = new ArrayList<>(IMAGE.subList(0, 1));
    blobs.add(
        Sample.blob(
            new MediaType("application/vnd.oci.image.layer.nondistributable.v1.tar+gzip"), "far"));
    blobs.add(Sample.manifest(blobs, Optional.empty()));
    blobs.remove(1);
    DockerArchive sink = new DockerArchive(OutputStream.nullOutputStream());
    OciLayoutTarTest.put(sink, blobs);
    sink.tag(blobs.getLast().descriptor(), ImageReference.parse("app:1"));
    ContentException e = assertThrows(ContentException.class, sink::finish);
    assertTrue(e.getMessage().contains("licence"), e.getMessage());
  }
}
