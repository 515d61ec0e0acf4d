package nscr.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.OptionalLong;
import nscr.blob.FileBlobBackend;
import nscr.index.MemoryIndexBackend;
import nscr.oci.Digest;
import nscr.oci.DigestAlgorithm;
import nscr.oci.Json;
import nscr.server.api.ApiSettings;
import nscr.store.Store;

/// A registry on a free port of the loopback, and a client of it.
final class Served implements AutoCloseable {
  /// On a port of this machine's choice, and patient for a moment only when it ends.
  static final ServerSettings SOMEWHERE =
      ServerSettings.on(new Listen.Tcp("127.0.0.1", 0)).withGrace(Duration.ofSeconds(5));

  static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  static final String INDEX = "application/vnd.oci.image.index.v1+json";

  final Store store;
  final RegistryServer server;
  final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  Served(Store store, ServerSettings settings) throws IOException {
    this.store = store;
    this.server = RegistryServer.start(store, settings);
  }

  static Served in(Path directory) throws IOException {
    return in(directory, ApiSettings.OPEN, Patience.USUAL);
  }

  static Served in(Path directory, ApiSettings api, Patience patience) throws IOException {
    Store store =
        Store.over(
            new MemoryIndexBackend(), new FileBlobBackend(directory), InstantSource.system());
    return over(store, api, patience);
  }

  static Served over(Store store, ApiSettings api, Patience patience) throws IOException {
    return new Served(store, SOMEWHERE.with(api).with(patience));
  }

  static ApiSettings atMost(long bytes) {
    return new ApiSettings(false, false, OptionalLong.of(bytes));
  }

  int port() {
    return ((Listen.Tcp) server.listening().getFirst()).port();
  }

  RawConnection connect() throws IOException {
    return new RawConnection(port());
  }

  HttpResponse<byte[]> get(String path, String... headers) {
    return send("GET", path, BodyPublishers.noBody(), headers);
  }

  HttpResponse<byte[]> head(String path, String... headers) {
    return send("HEAD", path, BodyPublishers.noBody(), headers);
  }

  HttpResponse<byte[]> delete(String path) {
    return send("DELETE", path, BodyPublishers.noBody());
  }

  HttpResponse<byte[]> send(String method, String path, byte[] body, String... headers) {
    return send(method, path, BodyPublishers.ofByteArray(body), headers);
  }

  HttpResponse<byte[]> send(String method, String path, BodyPublisher body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port()).resolve(path))
            .timeout(Duration.ofSeconds(30))
            .method(method, body);
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    try {
      return client.send(request.build(), BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(method + " " + path + " failed", e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Pushes a blob and answers its digest.
  Digest push(String repository, byte[] content) {
    return push(repository, content, DigestAlgorithm.SHA256);
  }

  Digest push(String repository, byte[] content, DigestAlgorithm algorithm) {
    Digest digest = Digest.of(algorithm, content);
    var answer = send("POST", "/v2/" + repository + "/blobs/uploads/?digest=" + digest, content);
    if (answer.statusCode() != 201) {
      throw new AssertionError("push: " + answer.statusCode() + " " + text(answer));
    }
    return digest;
  }

  /// Begins an upload and answers its location.
  String begin(String repository) {
    var answer = send("POST", "/v2/" + repository + "/blobs/uploads/", new byte[0]);
    if (answer.statusCode() != 202) {
      throw new AssertionError("begin: " + answer.statusCode() + " " + text(answer));
    }
    return header(answer, "Location");
  }

  /// Begins a request that adds ten bytes to an upload, and returns when it has the upload.
  RawConnection append(String upload) throws IOException {
    RawConnection connection = connect();
    connection.send(
        "PATCH " + upload + " HTTP/1.1|Host: x|Expect: 100-continue|Content-Length: 10||");
    // The server asks for the body when it is about to read it, and not before.
    if (connection.status() != 100) {
      throw new AssertionError("the server does not ask for the body");
    }
    return connection;
  }

  /// An image manifest of one layer, whose blobs are pushed.
  byte[] image(String repository, String layer) {
    Digest config = push(repository, bytes("{}"));
    Digest content = push(repository, bytes(layer));
    return bytes(
        """
        {"schemaVersion":2,"mediaType":"%s",\
        "config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"%s","size":2},\
        "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar","digest":"%s","size":%d}]}\
        """
            .formatted(MANIFEST, config, content, layer.length()));
  }

  HttpResponse<byte[]> put(String repository, String reference, byte[] manifest) {
    return send(
        "PUT", "/v2/" + repository + "/manifests/" + reference, manifest, "Content-Type", MANIFEST);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("(no " + name + ")");
  }

  /// `status CODE` of an answer in the spec's form.
  static String refusal(HttpResponse<byte[]> answer) {
    String code =
        Json.parse(answer.body())
            .member("errors")
            .orElseThrow()
            .elements()
            .getFirst()
            .member("code")
            .flatMap(Json::text)
            .orElseThrow();
    return answer.statusCode() + " " + code;
  }

  @Override
  public void close() throws IOException {
    client.close();
    server.close();
    store.close();
  }
}
