package nscr.torture;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import nscr.oci.Digest;
import nscr.oci.ErrorCode;
import nscr.oci.Json;
import nscr.oci.OciException;
import nscr.oci.Reference;
import nscr.oci.RepositoryName;
import nscr.oci.Tag;
import nscr.torture.Operation.Flavour;

/// A registry that is asked over HTTP, as its clients do.
///
/// Spec: OCI distribution-spec.
final class HttpRegistry implements Registry.Writable, Closeable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final byte[] NO_BODY = {};
  private static final int CHUNKS = 3;

  private final URI server;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();

  /// @param server such as `http://127.0.0.1:7000`
  HttpRegistry(URI server) {
    this.server = server;
  }

  private HttpResponse<byte[]> send(String method, String path, byte[] body, String... headers)
      throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.resolve(path))
            .timeout(PATIENCE)
            .method(method, BodyPublishers.ofByteArray(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    HttpResponse<byte[]> answer;
    try {
      answer = client.send(request.build(), BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } catch (IOException e) {
      throw new LostAnswerException(e);
    }
    if (answer.statusCode() == 507) {
      throw new IOException("No space left on the server's device");
    }
    if (answer.statusCode() >= 500) {
      throw new IOException(method + " " + path + " was answered " + answer.statusCode());
    }
    return answer;
  }

  /// @throws OciException when it is refused
  /// @throws WrongException when the answer is another than the one the spec knows
  private HttpResponse<byte[]> expect(
      int status, String method, String path, byte[] body, String... headers) throws IOException {
    HttpResponse<byte[]> answer = send(method, path, body, headers);
    if (answer.statusCode() != status) {
      throw refusal(method, path, answer);
    }
    return answer;
  }

  private static IOException refusal(String method, String path, HttpResponse<byte[]> answer) {
    String what = method + " " + path + " was answered " + answer.statusCode();
    if (answer.statusCode() < 400) {
      return new WrongException(what);
    }
    Optional<ErrorCode> code =
        Json.parse(answer.body())
            .member("errors")
            .flatMap(errors -> errors.elements().stream().findFirst())
            .flatMap(error -> error.member("code"))
            .flatMap(Json::text)
            .flatMap(text ->
                Arrays.stream(ErrorCode.values()).filter(c -> c.name().equals(text)).findAny());
    if (code.isEmpty()) {
      return new WrongException(what + ", with no code of the spec");
    }
    throw new OciException(code.get(), what + ", " + code.get());
  }

  private Optional<byte[]> find(String path, String... headers) throws IOException {
    HttpResponse<byte[]> answer = send("GET", path, NO_BODY, headers);
    return switch (answer.statusCode()) {
      case 200, 206 -> Optional.of(answer.body());
      case 404 -> Optional.empty();
      default -> throw refusal("GET", path, answer);
    };
  }

  @Override
  public Optional<byte[]> manifest(RepositoryName repository, Reference reference)
      throws IOException {
    return find(manifestPath(repository, reference));
  }

  @Override
  public boolean has(RepositoryName repository, Piece piece) throws IOException {
    String path =
        piece.isManifest()
            ? manifestPath(repository, piece.digest())
            : blobPath(repository, piece.digest());
    int status = send("HEAD", path, NO_BODY).statusCode();
    if (status != 200 && status != 404) {
      throw new WrongException("HEAD of " + path + " was answered " + status);
    }
    return status == 200;
  }

  private static String manifestPath(RepositoryName repository, Reference reference) {
    return "/v2/" + repository + "/manifests/" + reference;
  }

  private static String blobPath(RepositoryName repository, Digest digest) {
    return "/v2/" + repository + "/blobs/" + digest;
  }

  @Override
  public Optional<byte[]> blob(RepositoryName repository, Digest digest, int first)
      throws IOException {
    String path = blobPath(repository, digest);
    return first == 0 ? find(path) : find(path, "Range", "bytes=" + first + "-");
  }

  @Override
  public List<Tag> tags(RepositoryName repository) throws IOException {
    Optional<byte[]> list = find("/v2/" + repository + "/tags/list");
    return list.map(Json::parse).flatMap(json -> json.member("tags")).stream()
        .flatMap(tags -> tags.elements().stream())
        .flatMap(tag -> tag.text().stream())
        .map(Tag::new)
        .toList();
  }

  @Override
  public List<Digest> referrers(RepositoryName repository, Digest subject) throws IOException {
    String path = "/v2/" + repository + "/referrers/" + subject;
    return Json.parse(expect(200, "GET", path, NO_BODY).body()).member("manifests").stream()
        .flatMap(manifests -> manifests.elements().stream())
        .flatMap(manifest -> manifest.member("digest").flatMap(Json::text).stream())
        .map(Digest::parse)
        .toList();
  }

  @Override
  public void upload(RepositoryName repository, Piece piece, Flavour flavour) throws IOException {
    String digest = "digest=" + piece.digest();
    String uploads = "/v2/" + repository + "/blobs/uploads/";
    switch (flavour) {
      case SINGLE -> expect(201, "POST", uploads + "?" + digest, piece.content());
      case MOUNT_FROM -> mount(uploads, "&from=" + Script.COMMON, piece);
      case MOUNT -> mount(uploads, "", piece);
      case POST_PUT, HEAD_FIRST -> close(begin(uploads), piece, piece.content());
      case STREAM -> {
        String upload = begin(uploads);
        expect(202, "PATCH", upload, piece.content());
        close(upload, piece, NO_BODY);
      }
      case CHUNKS -> {
        String upload = begin(uploads);
        chunks(upload, piece);
        close(upload, piece, NO_BODY);
      }
    }
  }

  private void mount(String uploads, String from, Piece piece) throws IOException {
    String path = uploads + "?mount=" + piece.digest() + from;
    HttpResponse<byte[]> answer = send("POST", path, NO_BODY);
    switch (answer.statusCode()) {
      case 201 -> {
        // It is there.
      }
      case 202 -> close(location(answer), piece, piece.content());
      default -> throw refusal("POST", path, answer);
    }
  }

  private String begin(String uploads) throws IOException {
    return location(expect(202, "POST", uploads, NO_BODY));
  }

  private static String location(HttpResponse<byte[]> answer) throws IOException {
    return answer
        .headers()
        .firstValue("Location")
        .orElseThrow(() -> new WrongException("an upload began without a Location"));
  }

  private void close(String upload, Piece piece, byte[] rest) throws IOException {
    expect(201, "PUT", upload + "?digest=" + piece.digest(), rest);
  }

  /// In chunks; the middle one is sent again, as by a client that got no answer, and refused.
  private void chunks(String upload, Piece piece) throws IOException {
    int length = piece.content().length;
    for (int n = 0; n < CHUNKS; n++) {
      int from = length / CHUNKS * n;
      int to = n == CHUNKS - 1 ? length : length / CHUNKS * (n + 1);
      if (from < to) {
        byte[] chunk = Arrays.copyOfRange(piece.content(), from, to);
        String range = from + "-" + (to - 1);
        expect(202, "PATCH", upload, chunk, "Content-Range", range);
        if (n == 1) {
          repeat(upload, chunk, range, to);
        }
      }
    }
  }

  private void repeat(String upload, byte[] chunk, String range, int end) throws IOException {
    int status = send("PATCH", upload, chunk, "Content-Range", range).statusCode();
    if (status < 400) {
      throw new WrongException("the same chunk was taken twice, with status " + status);
    }
    HttpResponse<byte[]> where = expect(204, "GET", upload, NO_BODY);
    String received = where.headers().firstValue("Range").orElse("nothing");
    if (!received.equals("0-" + (end - 1))) {
      throw new WrongException("an upload of " + end + " bytes says that it has " + received);
    }
  }

  @Override
  public void abandon(RepositoryName repository, Piece piece) throws IOException {
    String upload = begin("/v2/" + repository + "/blobs/uploads/");
    expect(202, "PATCH", upload, Arrays.copyOf(piece.content(), piece.content().length / 2));
  }

  @Override
  public void put(RepositoryName repository, Piece manifest, List<Tag> tags) throws IOException {
    String reference =
        tags.size() == 1
            ? tags.getFirst().value()
            : manifest.digest()
                + (tags.isEmpty() ? "" : "?tag=")
                + String.join("&tag=", tags.stream().map(Tag::value).toList());
    expect(
        201,
        "PUT",
        "/v2/" + repository + "/manifests/" + reference,
        manifest.content(),
        "Content-Type",
        manifest.mediaType().value());
  }

  @Override
  public void tag(RepositoryName repository, Piece manifest, Tag tag) throws IOException {
    put(repository, manifest, List.of(tag));
  }

  @Override
  public void delete(RepositoryName repository, Reference reference) throws IOException {
    expect(202, "DELETE", manifestPath(repository, reference), NO_BODY);
  }

  @Override
  public void deleteBlob(RepositoryName repository, Digest digest) throws IOException {
    expect(202, "DELETE", blobPath(repository, digest), NO_BODY);
  }

  /// At once: whatever is under way is lost.
  @Override
  public void close() {
    client.shutdownNow();
    client.close();
  }
}
