package nscr.torture;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import nscr.content.ContentException;
import nscr.content.ContentSource;
import nscr.content.VerifiedStream;
import nscr.oci.Descriptor;
import nscr.oci.Digest;
import nscr.oci.Json;
import nscr.oci.MediaType;

/// All the content there is in one torture: few pieces, so that the same one comes and goes in many
/// hands. The same seed gives the same pieces, in whatever process.
final class Goods {
  private static final int LAYERS = 10;
  private static final int IMAGES = 9;
  private static final int USUAL_STEP = 4_000;

  private final Map<Digest, Piece> all = new LinkedHashMap<>();
  private final List<Piece> blobs = new ArrayList<>();
  private final List<Piece> manifests = new ArrayList<>();

  Goods(long seed) {
    this(seed, USUAL_STEP);
  }

  /// @param step by how much layers differ in size, in bytes, and ever more
  Goods(long seed, int step) {
    List<Piece> layers = new ArrayList<>();
    for (int n = 0; n < LAYERS; n++) {
      // The first one is empty, which content may be.
      byte[] content = new byte[n * n * step];
      new Random(seed * 31 + n).nextBytes(content);
      layers.add(add(Piece.blob("layer" + n, MediaType.LAYER_TAR, content)));
    }
    Random random = new Random(seed);
    List<Piece> images = new ArrayList<>();
    for (int n = 0; n < IMAGES; n++) {
      images.add(image("image" + n, Optional.empty(), some(layers, random), seed));
    }
    Piece inner = index("index0", images.get(0), images.get(1));
    index("index1", inner, images.get(2));
    index("index2", inner, images.get(1), images.get(3));
    Piece signed = images.get(4);
    Piece sbom = image("sbom", Optional.of(signed), some(layers, random), seed);
    image("signature", Optional.of(sbom), List.of(), seed);
    image("attestation", Optional.of(inner), List.of(layers.get(1)), seed);
  }

  private static List<Piece> some(List<Piece> layers, Random random) {
    List<Piece> chosen = new ArrayList<>();
    for (int n = random.nextInt(4); n >= 0; n--) {
      chosen.add(layers.get(random.nextInt(layers.size())));
    }
    return chosen;
  }

  private Piece image(String name, Optional<Piece> subject, List<Piece> layers, long seed) {
    Map<String, Object> made = new LinkedHashMap<>();
    made.put("made", name);
    made.put("seed", seed);
    Piece config = add(Piece.blob(name + ".config", MediaType.IMAGE_CONFIG, Json.write(made)));
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("schemaVersion", 2);
    json.put("mediaType", MediaType.IMAGE_MANIFEST);
    json.put("config", config.descriptor().toJson());
    json.put("layers", layers.stream().map(layer -> layer.descriptor().toJson()).toList());
    json.put("subject", subject.map(piece -> piece.descriptor().toJson()));
    List<Piece> children = new ArrayList<>(List.of(config));
    children.addAll(layers);
    return manifest(name, MediaType.IMAGE_MANIFEST, json, children, subject);
  }

  private Piece index(String name, Piece... children) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("schemaVersion", 2);
    json.put("mediaType", MediaType.IMAGE_INDEX);
    json.put("manifests", List.of(children).stream().map(c -> c.descriptor().toJson()).toList());
    return manifest(name, MediaType.IMAGE_INDEX, json, List.of(children), Optional.empty());
  }

  private Piece manifest(
      String name,
      MediaType type,
      Map<String, Object> json,
      List<Piece> children,
      Optional<Piece> subject) {
    byte[] content = Json.write(json);
    return add(new Piece(name, type, Digest.of(content), content, children, subject));
  }

  private Piece add(Piece piece) {
    all.put(piece.digest(), piece);
    (piece.isManifest() ? manifests : blobs).add(piece);
    return piece;
  }

  List<Piece> blobs() {
    return blobs;
  }

  /// Images, indexes and what refers to them; what is listed before what lists it.
  List<Piece> manifests() {
    return manifests;
  }

  Optional<Piece> find(Digest digest) {
    return Optional.ofNullable(all.get(digest));
  }

  /// What an import brings: `root` with all it needs and, if wanted, all that refers to any of it.
  List<Piece> cargo(Piece root, boolean referrers) {
    List<Piece> cargo = new ArrayList<>(root.closure());
    if (referrers) {
      // A referrer stands behind its subject.
      for (Piece manifest : manifests) {
        if (manifest.subject().filter(cargo::contains).isPresent()) {
          manifest.closure().stream().filter(p -> !cargo.contains(p)).forEach(cargo::add);
        }
      }
    }
    return cargo;
  }

  /// The goods as a place to copy from.
  ContentSource source() {
    return new ContentSource() {
      @Override
      public boolean has(Digest digest) {
        return all.containsKey(digest);
      }

      @Override
      public InputStream open(Descriptor descriptor) throws ContentException {
        Piece piece =
            find(descriptor.digest())
                .orElseThrow(() -> new ContentException("there is no " + descriptor.digest()));
        return new VerifiedStream(
            new ByteArrayInputStream(piece.content()), piece.digest(), piece.content().length);
      }

      @Override
      public List<Descriptor> referrers(Digest subject) {
        return manifests.stream()
            .filter(m -> m.subject().filter(s -> s.digest().equals(subject)).isPresent())
            .map(Piece::descriptor)
            .toList();
      }
    };
  }
}
