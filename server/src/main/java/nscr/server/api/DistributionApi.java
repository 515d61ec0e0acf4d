package nscr.server.api;

import io.helidon.http.Header;
import io.helidon.http.HeaderValues;
import io.helidon.http.RequestException;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import nscr.oci.ErrorCode;
import nscr.oci.OciException;
import nscr.store.Store;

/// The OCI distribution API over a store: parses a request and runs it. Any number of threads.
///
/// Every refusal is answered in the spec's form. Trouble of this server is answered without its
/// cause, which goes to the log under the request's id.
public final class DistributionApi implements Handler {
  /// The header that carries a request's id, in the answer and, when it is sane, in the request.
  public static final String REQUEST_ID = "X-Request-Id";

  /// Under which a request's context says what kind of [Endpoint] it asked for.
  public static final String ENDPOINT = "nscr.endpoint";

  /// Under which a request's context says how many bytes of its body were read, a Long.
  public static final String RECEIVED = "nscr.received";

  private static final Header VERSION =
      HeaderValues.createCached("Docker-Distribution-API-Version", "registry/2.0");

  private static final System.Logger LOG = System.getLogger("nscr.server");

  private final ApiSettings settings;
  private final BlobEndpoints blobs;
  private final ManifestEndpoints manifests;
  private final UploadEndpoints uploads;
  private final ListEndpoints lists;

  public DistributionApi(Store store, ApiSettings settings, BlobBody body, Turns turns) {
    this.settings = settings;
    this.blobs = new BlobEndpoints(store, body, settings);
    this.manifests = new ManifestEndpoints(store);
    this.uploads = new UploadEndpoints(store, settings.largestBlob(), turns);
    this.lists = new ListEndpoints(store);
  }

  @Override
  public void handle(ServerRequest request, ServerResponse response) {
    Exchange exchange = new Exchange(request, response);
    response.headers().set(VERSION);
    try {
      Endpoint endpoint = parse(request);
      request.context().register(ENDPOINT, endpoint.getClass().getSimpleName());
      run(exchange, endpoint);
    } catch (CloseConnectionException | RequestException e) {
      // The framework's own: the connection ends, or the request was no HTTP.
      throw e;
    } catch (ClientGoneException e) {
      throw new CloseConnectionException(e.getMessage(), e);
    } catch (IOException | RuntimeException e) {
      refuse(exchange, e);
    } finally {
      if (exchange.received() > 0) {
        request.context().register(RECEIVED, exchange.received());
      }
    }
  }

  /// A query as it may be logged: of parameters that are none of the API's, tokens perhaps, only
  /// the names.
  public static String withoutSecrets(String rawQuery) {
    return Query.withValuesOf(EndpointParser.PARAMETERS, rawQuery);
  }

  private static Endpoint parse(ServerRequest request) {
    var line = request.prologue();
    return EndpointParser.parse(
        line.method().text(), line.uriPath().rawPath(), line.query().rawValue());
  }

  private void run(Exchange exchange, Endpoint endpoint) throws IOException {
    if (settings.readOnly() && endpoint.writes()) {
      throw new OciException(ErrorCode.UNSUPPORTED, "this registry is read-only");
    }
    switch (endpoint) {
      case Endpoint.CheckApi _ -> exchange.answer(200, Exchange.JSON, new byte[] {'{', '}'});
      case Endpoint.GetBlob wanted -> blobs.get(exchange, wanted);
      case Endpoint.DeleteBlob wanted -> blobs.delete(exchange, wanted);
      case Endpoint.GetManifest wanted -> manifests.get(exchange, wanted);
      case Endpoint.PutManifest pushed -> manifests.put(exchange, pushed);
      case Endpoint.DeleteManifest wanted -> manifests.delete(exchange, wanted);
      case Endpoint.BeginUpload wanted -> uploads.begin(exchange, wanted);
      case Endpoint.PushBlob pushed -> uploads.push(exchange, pushed);
      case Endpoint.MountBlob wanted -> uploads.mount(exchange, wanted);
      case Endpoint.GetUpload wanted -> uploads.status(exchange, wanted);
      case Endpoint.AppendUpload wanted -> uploads.append(exchange, wanted);
      case Endpoint.FinishUpload wanted -> uploads.finish(exchange, wanted);
      case Endpoint.CancelUpload wanted -> uploads.cancel(exchange, wanted);
      case Endpoint.ListTags wanted -> lists.tags(exchange, wanted);
      case Endpoint.ListRepositories wanted -> lists.repositories(exchange, wanted);
      case Endpoint.ListReferrers wanted -> lists.referrers(exchange, wanted);
    }
  }

  private static void refuse(Exchange exchange, Exception cause) {
    if (exchange.response().isSent()) {
      throw new CloseConnectionException("the answer was under way", cause);
    }
    ErrorAnswer answer = ErrorAnswer.of(cause);
    if (answer.isOurs()) {
      LOG.log(System.Logger.Level.ERROR, "a request failed", cause);
    }
    // What described the content that is not coming must not describe the error.
    exchange.without("Content-Length", "Content-Range", "ETag", "Docker-Content-Digest");
    answer.headers().forEach(exchange::with);
    exchange.answer(answer.status(), Exchange.JSON, answer.json());
  }
}
