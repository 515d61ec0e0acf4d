package nscr.rows;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import nscr.index.Bytes;
import nscr.oci.Digest;
import nscr.oci.MediaType;
import nscr.oci.RepositoryName;

/// `m <repository> <digest>`: a manifest's exact bytes and media type, so that a pull is one
/// lookup. Written and removed with its [ManifestRow]; expected by nobody, because it never
/// changes.
public record ContentRow(
    RepositoryName repository, Digest digest, MediaType mediaType, byte[] content) implements Row {

  public static Key<ContentRow> key(RepositoryName repository, Digest digest) {
    // Every pull comes by here: the key is not parsed again.
    return new Key<>(
        "m " + repository + " " + digest, (_, payload) -> decode(repository, digest, payload));
  }

  static ContentRow decode(Words key, Bytes payload) {
    return decode(key.repository(1), key.digest(2), payload);
  }

  private static ContentRow decode(RepositoryName repository, Digest digest, Bytes payload) {
    int end = payload.indexOf('\n');
    int line = end < 0 ? payload.length() : end;
    byte[] content = payload.from(Math.min(line + 1, payload.length())).toArray();
    return new ContentRow(repository, digest, new MediaType(payload.text(line)), content);
  }

  @Override
  public Key<ContentRow> key() {
    return key(repository, digest);
  }

  /// The media type, a newline, the exact bytes.
  @Override
  public Bytes payload() {
    byte[] head = (mediaType + "\n").getBytes(StandardCharsets.US_ASCII);
    byte[] all = Arrays.copyOf(head, head.length + content.length);
    System.arraycopy(content, 0, all, head.length, content.length);
    return Bytes.of(all);
  }
}
