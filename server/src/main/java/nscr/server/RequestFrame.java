package nscr.server;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicReference;
import nscr.server.api.DistributionApi;

/// What surrounds every request: its id, and the end of its connection when the client wants that,
/// or its body was not read.
///
/// Helidon 4.5.0 answers `Connection: close` and goes on reading: what was left of a body then runs
/// as the next request. Upstream issue 12324.
final class RequestFrame implements Filter {
  private static final HeaderName ID = HeaderNames.create(DistributionApi.REQUEST_ID);

  /// A client that is still sending does not see an answer if the connection breaks under it: so
  /// much is read for its sake.
  private static final long LINGER_BYTES = 64 << 20;

  private static final long LINGER_NANOS = 2_000_000_000L;

  @Override
  public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    String id = RequestId.of(request.headers().first(ID));
    response.header(ID, id);
    response.beforeSend(() -> {
      if (!isRead(request)) {
        response.headers().set(HeaderValues.CONNECTION_CLOSE);
      }
    });
    AtomicReference<InputStream> body = new AtomicReference<>();
    // Helidon hands the body out once: what is left of it is read from what was handed out. To be
    // said before anybody asks for the content.
    request.streamFilter(in -> {
      body.set(in);
      return in;
    });
    RequestId.during(id, chain::proceed);
    if (!isRead(request)) {
      linger(request, body);
      throw new CloseConnectionException("the request's body was not read to its end");
    }
    if (request.headers().containsToken(HeaderValues.CONNECTION_CLOSE)) {
      throw new CloseConnectionException("the client wanted no more");
    }
  }

  private static boolean isRead(ServerRequest request) {
    return !request.content().hasEntity() || request.content().consumed();
  }

  private static void linger(ServerRequest request, AtomicReference<InputStream> begun) {
    boolean isWaiting =
        request.headers().containsToken(HeaderValues.EXPECT_100) && !request.continueSent();
    if (isWaiting) {
      // It was told before it sent anything.
      return;
    }
    try {
      InputStream body = begun.get() == null ? request.content().inputStream() : begun.get();
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
