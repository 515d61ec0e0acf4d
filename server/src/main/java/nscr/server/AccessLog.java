package nscr.server;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import nscr.server.api.DistributionApi;

/// Tells of every request, when it is over.
final class AccessLog implements Filter {
  private final Runnable begin;
  private final Consumer<LoggedRequest> log;

  /// @param begin run when a request begins
  /// @param log told when it is over
  AccessLog(Runnable begin, Consumer<LoggedRequest> log) {
    this.begin = begin;
    this.log = log;
  }

  @Override
  public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    Instant started = Instant.now();
    long start = System.nanoTime();
    begin.run();
    try {
      chain.proceed();
    } finally {
      log.accept(
          new LoggedRequest(
              started,
              remote(request),
              line(request),
              request.context().get(DistributionApi.ENDPOINT, String.class).orElse("-"),
              response.isSent() ? response.status().code() : 0,
              bytes(request, response),
              request.context().get(DistributionApi.RECEIVED, Long.class).orElse(0L),
              Duration.ofNanos(System.nanoTime() - start),
              response.headers().first(HeaderNames.create(DistributionApi.REQUEST_ID)).orElse("-"),
              request.headers().first(HeaderNames.USER_AGENT).orElse("-")));
    }
  }

  private static long bytes(RoutingRequest request, RoutingResponse response) {
    boolean isHead = request.prologue().method().text().equals("HEAD");
    return isHead ? 0 : response.headers().contentLength().orElse(0);
  }

  private static String line(RoutingRequest request) {
    String query = DistributionApi.withoutSecrets(request.prologue().query().rawValue());
    return request.prologue().method().text()
        + " "
        + request.prologue().uriPath().rawPath()
        + (query.isEmpty() ? "" : "?" + query);
  }

  private static String remote(RoutingRequest request) {
    return request.remotePeer().address() instanceof java.net.InetSocketAddress address
        ? address.getAddress().getHostAddress()
        : "unix";
  }
}
