package nscr.server.api;

import io.helidon.http.Header;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.CloseConnectionException;
import java.io.IOException;
import nscr.oci.ErrorCode;
import nscr.oci.OciException;
import nscr.store.Store;

/// The OCI distribution API over a store: parses a request and runs it. Any number of threads.
///
/// Every refusal is answered in the spec's form. Trouble of this server is answered without its
/// cause, which goes to the log under the request's id.
public final class DistributionApi {
  /// The header that carries a request's id, in the answer and, when it is sane, in the request.
  public static final String REQUEST_ID = "X-Request-Id";

  private static final Header VERSION =
      HeaderValues.createCached("Docker-Distribution-API-Version", "registry/2.0");

  private final ApiSettings settings;
  private final BlobEndpoints blobs;
  private final ManifestEndpoints manifests;
  private final UploadEndpoints uploads;
  private final ListEndpoints lists;

  public DistributionApi(Store store, ApiSettings settings, BlobBody body, Turns turns) {
    this.settings = settings;
    this.blobs = new BlobEndpoints(store, body, settings);
    this.manifests = new ManifestEndpoints(store, settings.readOnly());
    this.uploads = new UploadEndpoints(store, settings.largestBlob(), turns);
    this.lists = new ListEndpoints(store);
  }

  /// Answers a request, whatever it asks for.
  ///
  /// @throws CloseConnectionException when the connection cannot go on
  public void answer(Exchange exchange) {
    exchange.response().headers().set(VERSION);
    try {
      Endpoint endpoint =
          EndpointParser.parse(exchange.method(), exchange.path(), exchange.query());
      exchange.asksFor(endpoint);
      run(exchange, endpoint);
    } catch (CloseConnectionException e) {
      throw e;
    } catch (ClientGoneException e) {
      throw new CloseConnectionException(e.getMessage(), e);
    } catch (IOException | RuntimeException e) {
      exchange.refuse(e);
    }
  }

  /// A query as it may be logged: of parameters that are none of the API's, tokens perhaps, only
  /// the names.
  public static String withoutSecrets(String rawQuery) {
    return Query.withValuesOf(EndpointParser.PARAMETERS, rawQuery);
  }

  private void run(Exchange exchange, Endpoint endpoint) throws IOException {
    if (settings.readOnly() && endpoint.writes()) {
      throw new OciException(ErrorCode.UNSUPPORTED, "this registry is read-only");
    }
    switch (endpoint) {
      case Endpoint.CheckApi _ -> exchange.answerJson(200, new byte[] {'{', '}'});
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
}
