package nscr.oci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What manifests are read as, and which are refused.
class ManifestTest {
  private static final String D = "sha256:" + "ab".repeat(32);
  private static final String DESCRIPTOR =
      "{\"mediaType\":\"a/b\",\"digest\":\"" + D + "\",\"size\":3}";

  private static Manifest parse(String json) {
    return parse(Optional.empty(), json);
  }

  private static Manifest parse(Optional<MediaType> declared, String json) {
    return Manifest.parse(declared, json.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void anImageManifestNeedsItsConfigAndLayersButNotItsSubject() {
    Manifest manifest =
        parse(
            "{\"schemaVersion\":2,\"config\":"
                + DESCRIPTOR
                + ",\"layers\":["
                + DESCRIPTOR
                + "],\"subject\":"
                + DESCRIPTOR
                + "}");
    assertEquals(MediaType.IMAGE_MANIFEST, manifest.mediaType());
    assertEquals(2, manifest.children().size());
    assertEquals(D, manifest.subject().orElseThrow().digest().toString());
    assertEquals(Optional.of("a/b"), manifest.artifactType(), "falls back to the config's type");
  }

  @Test
  void brokenJsonIsToldInTheWordsOfJson() {
    for (String broken : List.of("{", "[".repeat(1000))) {
      String message = assertThrows(OciException.class, () -> parse(broken)).getMessage();
      assertTrue(message.startsWith("invalid JSON: \""), message);
      assertTrue(!message.contains("Stream") && !message.contains("Source"), message);
    }
  }

  @Test
  void anIndexListsManifestsWithTheirPlatforms() {
    String child =
        "{\"mediaType\":\""
            + MediaType.IMAGE_MANIFEST
            + "\",\"digest\":\""
            + D
            + "\",\"size\":3,\"platform\":{\"os\":\"linux\",\"architecture\":\"arm\",\"variant\":\"v7\"}}";
    ImageIndex index =
        assertInstanceOf(
            ImageIndex.class, parse("{\"schemaVersion\":2,\"manifests\":[" + child + "]}"));
    assertEquals(
        Optional.of(Platform.parse("linux/arm/v7")), index.manifests().getFirst().platform());
    assertEquals(List.of(), parse("{\"manifests\":[]}").children(), "an empty index is an index");
  }

  @Test
  void dockersTypesMapOntoTheSameTwo() {
    assertInstanceOf(
        ImageManifest.class,
        parse(Optional.of(MediaType.DOCKER_MANIFEST), "{\"config\":" + DESCRIPTOR + "}"));
    assertInstanceOf(
        ImageIndex.class, parse(Optional.of(MediaType.DOCKER_MANIFEST_LIST), "{\"manifests\":[]}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "\"text\"",
        "{",
        "{} {}",
        "{}",
        "{\"layers\":[]}",
        "{\"config\":[]}",
        "{\"manifests\":{}}",
        "{\"manifests\":[1]}",
        "{\"manifests\":[{\"digest\":\"md5:1\",\"size\":1}]}",
        "{\"manifests\":[{\"size\":1}]}",
        "{\"manifests\":[{\"digest\":\"sha256:abababababababababababababababababababababababababababababababab\"}]}",
        "{\"manifests\":[{\"digest\":\"sha256:abababababababababababababababababababababababababababababababab\",\"size\":-1}]}",
        "{\"manifests\":[{\"digest\":\"sha256:abababababababababababababababababababababababababababababababab\",\"size\":1.5}]}",
        "{\"manifests\":[],\"layers\":[]}",
        "{\"manifests\":[],\"annotations\":{\"a\":1}}",
        "{\"mediaType\":\"text/plain\",\"manifests\":[]}",
        "{\"mediaType\":\"\",\"manifests\":[]}",
        "{\"schemaVersion\":1,\"fsLayers\":[]}"
      })
  void whatIsNoManifestIsRefusedWithACode(String json) {
    OciException refusal = assertThrows(OciException.class, () -> parse(json));
    assertTrue(
        refusal.code() == ErrorCode.MANIFEST_INVALID || refusal.code() == ErrorCode.DIGEST_INVALID,
        refusal.getMessage());
  }

  @Test
  void aTypeThatContradictsItsDeclarationIsRefused() {
    String json = "{\"mediaType\":\"" + MediaType.IMAGE_INDEX + "\",\"manifests\":[]}";
    assertThrows(OciException.class, () -> parse(Optional.of(MediaType.IMAGE_MANIFEST), json));
    assertInstanceOf(ImageIndex.class, parse(Optional.of(MediaType.OCTET_STREAM), json));
    assertThrows(
        OciException.class,
        () -> parse(Optional.of(MediaType.IMAGE_MANIFEST), "{\"manifests\":[]}"));
    assertThrows(
        OciException.class,
        () -> parse(Optional.of(MediaType.IMAGE_INDEX), "{\"config\":" + DESCRIPTOR + "}"));
  }

  @Test
  void deepJsonIsRefusedBeforeItHurts() {
    String deep = "{\"a\":".repeat(200_000);
    assertEquals(
        ErrorCode.MANIFEST_INVALID, assertThrows(OciException.class, () -> parse(deep)).code());
  }

  @Test
  void jsonOfMillionsOfValuesIsRefusedBeforeItFillsTheMemory() {
    String many = "[" + "[],".repeat(2_000_000) + "[]]";
    assertEquals(
        ErrorCode.MANIFEST_INVALID, assertThrows(OciException.class, () -> parse(many)).code());
  }

  @Test
  void jsonIsWrittenInTheOrderGivenWithoutWhatIsAbsent() {
    record Line(String name, Optional<String> absent, Digest digest, List<Long> sizes) {}
    Line line = new Line("ä\"", Optional.empty(), Digest.parse(D), List.of(1L, 2L));
    assertEquals(
        "{\"name\":\"ä\\\"\",\"digest\":\"" + D + "\",\"sizes\":[1,2]}",
        new String(Json.write(line), StandardCharsets.UTF_8));
  }

  @Test
  void aDescriptorIsReadAsItWasWritten() {
    Descriptor descriptor =
        new Descriptor(
            MediaType.IMAGE_MANIFEST,
            Digest.parse(D),
            7,
            Optional.of(Platform.parse("linux/arm/v7")),
            Optional.of("a/b"),
            java.util.Map.of("k", "v"),
            List.of("http://127.0.0.1/x"));
    assertEquals(descriptor, Descriptor.parse(Json.parse(Json.write(descriptor.toJson())), "it"));
  }
}
