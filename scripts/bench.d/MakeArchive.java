import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import java.util.StringJoiner;

/// Writes archives to measure with, as OCI layouts in a tar. The same arguments give the same bytes.
///
///     java MakeArchive.java image BYTES LAYERS FILE     one image, big/image:1, of LAYERS uncompressed layers of random bytes
///     java MakeArchive.java tags FIRST REPOSITORIES TAGS FILE
///                                                       repositories bench/rFIRST…, TAGS tags in each, every tag an image with
///                                                       a config of its own and one layer that all share
public final class MakeArchive {
  private static final String CONFIG = "application/vnd.oci.image.config.v1+json";
  private static final String LAYER = "application/vnd.oci.image.layer.v1.tar";
  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";

  private final OutputStream out;
  private final StringJoiner index = new StringJoiner(",", "{\"schemaVersion\":2,\"manifests\":[", "]}");

  private MakeArchive(OutputStream out) {
    this.out = out;
  }

  public static void main(String[] args) throws Exception {
    Path file = Path.of(args[args.length - 1]);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      MakeArchive archive = new MakeArchive(out);
      archive.file("oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}");
      if (args[0].equals("image")) {
        archive.image(Long.parseLong(args[1]), Integer.parseInt(args[2]));
      } else {
        archive.tags(Integer.parseInt(args[1]), Integer.parseInt(args[2]), Integer.parseInt(args[3]));
      }
      archive.file("index.json", archive.index.toString());
      out.write(new byte[1024]);
    }
  }

  private void image(long bytes, int layers) throws Exception {
    StringJoiner descriptors = new StringJoiner(",");
    StringJoiner diffs = new StringJoiner("\",\"", "\"", "\"");
    for (int n = 0; n < layers; n++) {
      long size = bytes / layers;
      String digest = layer(n, size, null);
      layer(n, size, digest);
      descriptors.add(descriptor(LAYER, digest, size));
      diffs.add(digest);
    }
    manifest("big/image:1", config(diffs.toString(), "big"), descriptors.toString());
  }

  /// Writes a layer of pseudo-random bytes, or, without a digest, only finds its digest.
  private String layer(int seed, long size, String digest) throws Exception {
    MessageDigest hash = MessageDigest.getInstance("SHA-256");
    byte[] block = new byte[1 << 20];
    Random random = new Random(seed);
    if (digest != null) {
      header("blobs/sha256/" + digest.substring(7), size);
    }
    for (long left = size; left > 0; left -= block.length) {
      random.nextBytes(block);
      int count = (int) Math.min(left, block.length);
      hash.update(block, 0, count);
      if (digest != null) {
        out.write(block, 0, count);
      }
    }
    pad(digest == null ? 0 : size);
    return "sha256:" + HexFormat.of().formatHex(hash.digest());
  }

  private void tags(int first, int repositories, int tags) throws Exception {
    byte[] content = new byte[1024];
    String layer = descriptor(LAYER, blob(content), content.length);
    String diff = "\"sha256:" + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content)) + "\"";
    for (int repository = first; repository < first + repositories; repository++) {
      for (int tag = 0; tag < tags; tag++) {
        String name = String.format("bench/r%06d:t%d", repository, tag);
        manifest(name, config(diff, name), layer);
      }
    }
  }

  private String config(String diffs, String author) throws Exception {
    String json =
        "{\"architecture\":\"amd64\",\"os\":\"linux\",\"author\":\"" + author
            + "\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[" + diffs + "]}}";
    return descriptor(CONFIG, blob(json.getBytes(StandardCharsets.UTF_8)), json.length());
  }

  private void manifest(String name, String config, String layers) throws Exception {
    String json =
        "{\"schemaVersion\":2,\"mediaType\":\"" + MANIFEST + "\",\"config\":" + config + ",\"layers\":[" + layers + "]}";
    String digest = blob(json.getBytes(StandardCharsets.UTF_8));
    String entry = descriptor(MANIFEST, digest, json.length());
    index.add(
        entry.substring(0, entry.length() - 1)
            + ",\"annotations\":{\"org.opencontainers.image.ref.name\":\"" + name + "\"}}");
  }

  private static String descriptor(String mediaType, String digest, long size) {
    return "{\"mediaType\":\"" + mediaType + "\",\"digest\":\"" + digest + "\",\"size\":" + size + "}";
  }

  private String blob(byte[] content) throws Exception {
    String hex = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    header("blobs/sha256/" + hex, content.length);
    out.write(content);
    pad(content.length);
    return "sha256:" + hex;
  }

  private void file(String name, String text) throws IOException {
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    header(name, content.length);
    out.write(content);
    pad(content.length);
  }

  private void header(String name, long size) throws IOException {
    byte[] header = new byte[512];
    put(header, 0, name);
    put(header, 100, "0000644\0" + "0000000\0" + "0000000\0");
    put(header, 124, String.format("%011o\0", size));
    put(header, 136, "00000000000\0" + "        " + "0");
    put(header, 257, "ustar\00000");
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    put(header, 148, String.format("%06o\0 ", sum));
    out.write(header);
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  private void pad(long size) throws IOException {
    out.write(new byte[(int) ((512 - size % 512) % 512)]);
  }
}
