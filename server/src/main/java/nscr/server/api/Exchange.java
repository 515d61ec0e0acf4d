package nscr.server.api;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import nscr.oci.Json;
import nscr.oci.MediaType;

/// One request and the answer to it, in the terms of the API. One thread.
final class Exchange {
  static final MediaType JSON = new MediaType("application/json");

  private final ServerRequest request;
  private final ServerResponse response;
  private Optional<RequestBody> body = Optional.empty();

  Exchange(ServerRequest request, ServerResponse response) {
    this.request = request;
    this.response = response;
  }

  String method() {
    return request.prologue().method().text();
  }

  boolean isHead() {
    return method().equals("HEAD");
  }

  /// A header of the request; of several lines the first.
  Optional<String> header(String name) {
    List<String> values = request.headers().all(HeaderNames.create(name), List::of);
    return values.stream().findFirst();
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

  /// How many bytes of the request's body were read.
  long received() {
    return body.map(RequestBody::count).orElse(0L);
  }

  /// Adds a header to the answer.
  Exchange with(String name, Object value) {
    response.headers().set(HeaderValues.create(HeaderNames.create(name), value.toString()));
    return this;
  }

  /// Takes headers from the answer, there or not.
  Exchange without(String... names) {
    for (String name : names) {
      response.headers().remove(HeaderNames.create(name));
    }
    return this;
  }

  /// Answers without a body.
  void answer(int status) {
    response.status(Status.create(status));
    response.send();
  }

  /// Answers with a body; to a HEAD with everything but the body.
  void answer(int status, MediaType type, byte[] body) {
    with("Content-Type", type);
    response.status(Status.create(status));
    if (isHead()) {
      with("Content-Length", body.length);
      response.send();
    } else {
      response.send(body);
    }
  }

  void answerJson(int status, Object value) {
    answer(status, JSON, Json.write(value));
  }

  ServerResponse response() {
    return response;
  }
}
