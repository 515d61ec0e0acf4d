package nscr.server.api;

import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import nscr.oci.Json;
import nscr.oci.MediaType;

/// One request and the answer to it, in the terms of the API. One thread.
public final class Exchange {
  static final MediaType JSON = new MediaType("application/json");

  private static final Header JSON_TYPE =
      HeaderValues.createCached(HeaderNames.CONTENT_TYPE, JSON.value());

  private static final System.Logger LOG = System.getLogger("nscr.server");

  private final RoutingRequest request;
  private final RoutingResponse response;
  private Optional<RequestBody> body = Optional.empty();
  private String endpoint = "-";

  public Exchange(RoutingRequest request, RoutingResponse response) {
    this.request = request;
    this.response = response;
  }

  public String method() {
    return request.prologue().method().text();
  }

  boolean isHead() {
    return method().equals("HEAD");
  }

  /// As sent, still encoded, without the query, and without the server's name, which clients may
  /// put before it.
  ///
  /// Spec: RFC 9112 §3.2.2, "absolute-form".
  public String path() {
    String path = request.prologue().uriPath().rawPath();
    if (path.startsWith("http://") || path.startsWith("https://")) {
      int slash = path.indexOf('/', "https://".length());
      return slash < 0 ? "/" : path.substring(slash);
    }
    return path;
  }

  /// What stands behind the `?`, as sent; empty when there is none.
  public String query() {
    return request.prologue().query().rawValue();
  }

  /// A header of the request; of several lines the first.
  public Optional<String> header(HeaderName name) {
    List<String> values = request.headers().all(name, List::of);
    return values.isEmpty() ? Optional.empty() : Optional.of(values.getFirst());
  }

  /// The length the request's body was declared to have; empty when it is chunked.
  OptionalLong declaredLength() {
    if (request.headers().contains(HeaderNames.TRANSFER_ENCODING)) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(request.headers().contentLength().orElse(0));
  }

  RequestBody body() {
    body = Optional.of(new RequestBody(request, declaredLength()));
    return body.get();
  }

  void asksFor(Endpoint wanted) {
    endpoint = wanted.getClass().getSimpleName();
  }

  /// What was asked for in the terms of the API, such as `GetBlob`; a dash when that could not be
  /// told, or was nothing of the API.
  public String endpoint() {
    return endpoint;
  }

  /// How many bytes of the request's body were read.
  public long received() {
    return body.isPresent() ? body.get().count() : 0;
  }

  /// The status of the answer; 0 when none was begun.
  public int status() {
    return response.isSent() ? response.status().code() : 0;
  }

  /// How many bytes the body of the answer has, as its headers say.
  public long sent() {
    return isHead() ? 0 : response.headers().contentLength().orElse(0);
  }

  /// Adds a header to the answer.
  public Exchange with(HeaderName name, Object value) {
    response.headers().set(HeaderValues.create(name, value.toString()));
    return this;
  }

  /// Answers without a body.
  void answer(int status) {
    response.status(Status.create(status));
    response.send();
  }

  void answer(int status, MediaType type, byte[] body) {
    with(HeaderNames.CONTENT_TYPE, type).answer(status, body);
  }

  /// Answers with a body whose type is said; to a HEAD with everything but the body.
  public void answer(int status, byte[] body) {
    response.status(Status.create(status));
    if (isHead()) {
      with(HeaderNames.CONTENT_LENGTH, body.length);
      response.send();
    } else {
      response.send(body);
    }
  }

  void answerJson(int status, Object value) {
    answerJson(status, Json.write(value));
  }

  void answerJson(int status, byte[] json) {
    response.headers().set(JSON_TYPE);
    answer(status, json);
  }

  /// Answers in the spec's form that the request failed. Trouble of this server is told without its
  /// cause, which goes to the log.
  ///
  /// @throws CloseConnectionException when it is too late for an answer
  public void refuse(Throwable cause) {
    if (response.hasEntity()) {
      if (cause instanceof IOException) {
        // Of the store: that the client went is told otherwise.
        LOG.log(System.Logger.Level.ERROR, "an answer was broken off", cause);
      }
      throw new CloseConnectionException("the answer was under way", cause);
    }
    ErrorAnswer answer = ErrorAnswer.of(cause);
    if (answer.isOurs()) {
      LOG.log(System.Logger.Level.ERROR, "a request failed", cause);
    }
    // What described the content that is not coming must not describe the error.
    response
        .headers()
        .remove(HeaderNames.CONTENT_LENGTH)
        .remove(HeaderNames.CONTENT_RANGE)
        .remove(HeaderNames.ETAG)
        .remove(SpecHeaders.CONTENT_DIGEST);
    answer.headers().forEach((name, value) -> with(HeaderNames.create(name), value));
    if (cause instanceof RequestException) {
      // Nobody knows where the next request would begin.
      response.headers().set(HeaderValues.CONNECTION_CLOSE);
    }
    answerJson(answer.status(), answer.json());
  }

  ServerResponse response() {
    return response;
  }
}
