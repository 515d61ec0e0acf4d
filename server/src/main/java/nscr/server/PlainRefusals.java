package nscr.server;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;
import java.util.Set;
import nscr.server.api.DistributionApi;
import nscr.server.api.ErrorAnswer;

/// Answers to what never became a request of the API: broken lines, headers and framing. They have
/// the spec's form too, and say nothing of the inside.
final class PlainRefusals implements DirectHandler {
  private static final HeaderName ID = HeaderNames.create(DistributionApi.REQUEST_ID);

  /// What is answered before all of the head has come.
  private static final Set<Integer> TOO_LONG = Set.of(413, 414, 431);

  private final AccessLog log;

  PlainRefusals(AccessLog log) {
    this.log = log;
  }

  /// As Helidon wants them, one for each kind.
  DirectHandlers all() {
    DirectHandlers.Builder handlers = DirectHandlers.builder();
    for (EventType type : EventType.values()) {
      handlers.addHandler(type, this);
    }
    return handlers.build();
  }

  @Override
  public TransportResponse handle(
      TransportRequest request,
      EventType type,
      Status status,
      ServerResponseHeaders headers,
      String message) {
    // What is no request at all makes Helidon 4.5.0 fail, where it has no request to tell of.
    boolean isNone = type == EventType.INTERNAL_ERROR && request.method().isEmpty();
    int code = isNone ? Status.BAD_REQUEST_400.code() : status.code();
    ErrorAnswer answer = ErrorAnswer.of(code, reason(code, isNone ? "" : message));
    String id = RequestId.of(request.headers().first(ID));
    headers.set(HeaderValues.create(HeaderNames.CONTENT_TYPE, "application/json"));
    headers.set(HeaderValues.create(ID, id));
    byte[] body = answer.json();
    GuardedContext.current()
        .ifPresent(connection -> {
          if (TOO_LONG.contains(code)) {
            connection.cutShort();
          }
          log.refused(
              request,
              connection.remotePeer(),
              id,
              new Outcome("-", code, body.length, 0, connection.watched().waited()));
        });
    return TransportResponse.builder()
        .status(Status.create(code))
        .headers(headers)
        .keepAlive(type.keepAlive() && code < 500 && !isNone)
        .entity(body)
        .build();
  }

  private static String reason(int status, String message) {
    if (status >= 500 && status != 505 && status != 503 && status != 501) {
      return "the registry failed; its log says why";
    }
    if (status == 505) {
      // As proxies do that are not told otherwise.
      return "only HTTP/1.1 is spoken here; a proxy may have to be told, as nginx is by"
          + " proxy_http_version 1.1";
    }
    return message == null || message.isEmpty() ? "this is no request of HTTP/1.1" : message;
  }
}
