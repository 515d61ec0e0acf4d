package nscr.server;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Headers;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// Ends a request's connection when the client wants that, or its body was not read, or the answer
/// says so. One thread.
///
/// Helidon 4.5.0 answers `Connection: close` and goes on reading: what was left of a body then runs
/// as the next request. Upstream issue 12324.
final class RequestFrame {
  /// A client that is still sending does not see an answer if the connection breaks under it: so
  /// much is read for its sake.
  private static final long LINGER_BYTES = 64 << 20;

  private static final long LINGER_NANOS = 2_000_000_000L;

  private final RoutingRequest request;
  private final RoutingResponse response;

  /// Helidon hands the body out once: what is left of it is read from what was handed out.
  private Optional<InputStream> begun = Optional.empty();

  /// To be made before anybody asks for the request's content, or answers.
  RequestFrame(RoutingRequest request, RoutingResponse response) {
    this.request = request;
    this.response = response;
    // By its headers: asked about the content, Helidon would heed no filter any more.
    if (request.headers().contains(HeaderNames.CONTENT_LENGTH)
        || request.headers().contains(HeaderNames.TRANSFER_ENCODING)) {
      request.streamFilter(in -> {
        begun = Optional.of(in);
        return in;
      });
      response.beforeSend(() -> {
        if (!isRead()) {
          response.headers().set(HeaderValues.CONNECTION_CLOSE);
        }
      });
    }
  }

  /// To be called when the request was answered.
  ///
  /// @throws CloseConnectionException when the connection cannot go on
  void end() {
    if (!isRead()) {
      linger();
      throw new CloseConnectionException("the request's body was not read to its end");
    }
    if (saysClose(request.headers())) {
      throw new CloseConnectionException("the client wanted no more");
    }
    if (saysClose(response.headers())) {
      throw new CloseConnectionException("the answer was the last");
    }
  }

  /// Hardly any request or answer says anything of its connection: they are not searched for words.
  private static boolean saysClose(Headers headers) {
    return headers.contains(HeaderNames.CONNECTION)
        && headers.containsToken(HeaderValues.CONNECTION_CLOSE);
  }

  private boolean isRead() {
    return !request.content().hasEntity() || request.content().consumed();
  }

  private void linger() {
    boolean isWaiting =
        request.headers().containsToken(HeaderValues.EXPECT_100) && !request.continueSent();
    if (isWaiting) {
      // It was told before it sent anything.
      return;
    }
    try {
      InputStream body = begun.orElseGet(request.content()::inputStream);
      byte[] buffer = new byte[8 << 10];
      long end = System.nanoTime() + LINGER_NANOS;
      long count = 0;
      int read;
      while (count < LINGER_BYTES && System.nanoTime() < end && (read = body.read(buffer)) >= 0) {
        count += read;
      }
    } catch (IOException | RuntimeException e) {
      throw new CloseConnectionException("the request's body was not read to its end", e);
    }
  }
}
