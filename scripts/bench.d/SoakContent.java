import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/// What [SoakServe] pushes.
final class SoakContent {
  static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";

  private SoakContent() {}

  record Image(String repository, String tag, String digest, byte[] manifest, List<Blob> blobs) {}

  record Blob(String digest, byte[] bytes) {
    static Blob of(byte[] bytes) {
      return new Blob(sha256(bytes), bytes);
    }
  }

  /// Mostly small, sometimes empty.
  static byte[] bytes(long seed, int most) {
    Random content = new Random(seed);
    byte[] bytes = new byte[(int) (most * Math.pow(content.nextDouble(), 3))];
    content.nextBytes(bytes);
    return bytes;
  }

  static byte[] manifest(Random random, List<Blob> blobs, String more) {
    StringBuilder json = new StringBuilder("{\"schemaVersion\":2,\"mediaType\":\"" + MANIFEST + "\",\"config\":");
    for (int n = 0; n < blobs.size(); n++) {
      json.append(n == 0 ? "" : n == 1 ? ",\"layers\":[" : ",")
          .append("{\"mediaType\":\"application/octet-stream\",\"digest\":\"" + blobs.get(n).digest + "\",\"size\":")
          .append(blobs.get(n).bytes.length + "}");
    }
    json.append("],\"annotations\":{\"nonce\":\"" + random.nextLong() + "\"}" + more + "}");
    return json.toString().getBytes(StandardCharsets.US_ASCII);
  }

  static String sha256(byte[] bytes) {
    try {
      return "sha256:" + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
