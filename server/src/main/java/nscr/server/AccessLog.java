package nscr.server;

import io.helidon.common.socket.PeerInfo;
import io.helidon.http.DirectHandler.TransportRequest;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.RoutingRequest;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import nscr.server.api.DistributionApi;
import nscr.server.api.Exchange;

/// Tells of every request when it is over: counts it, and logs it where that is wanted. Any number
/// of threads.
final class AccessLog {
  private final Metrics metrics;
  private final Optional<Consumer<LoggedRequest>> log;

  /// @param log told of each request
  AccessLog(Metrics metrics, Optional<Consumer<LoggedRequest>> log) {
    this.metrics = metrics;
    this.log = log;
  }

  /// A request has begun, and goes on until [#ended].
  void began() {
    metrics.began();
  }

  /// @param took in nanoseconds
  void ended(RoutingRequest request, Exchange exchange, String id, long took) {
    Outcome outcome =
        new Outcome(
            exchange.endpoint(),
            exchange.status(),
            exchange.sent(),
            exchange.received(),
            Duration.ofNanos(took));
    metrics.ended(outcome);
    // Most servers log no requests: the texts are made only where they do.
    if (log.isPresent()) {
      log.get()
          .accept(
              new LoggedRequest(
                  Instant.now().minusNanos(took),
                  remote(request.remotePeer()),
                  line(exchange.method(), exchange.path(), exchange.query()),
                  outcome,
                  id,
                  exchange.header(HeaderNames.USER_AGENT).orElse("-")));
    }
  }

  /// Tells of what was refused before it was a request of anything: as much as was understood.
  void refused(TransportRequest request, PeerInfo peer, String id, Outcome outcome) {
    metrics.began();
    metrics.ended(outcome);
    if (log.isPresent()) {
      int query = request.path().indexOf('?');
      log.get()
          .accept(
              new LoggedRequest(
                  Instant.now().minus(outcome.took()),
                  remote(peer),
                  line(
                      request.method(),
                      query < 0 ? request.path() : request.path().substring(0, query),
                      query < 0 ? "" : request.path().substring(query + 1)),
                  outcome,
                  id,
                  request.headers().first(HeaderNames.USER_AGENT).orElse("-")));
    }
  }

  private static String line(String method, String path, String query) {
    String known = (method + " " + path).strip();
    return (known.isEmpty() ? "-" : known)
        + (query.isEmpty() ? "" : "?" + DistributionApi.withoutSecrets(query));
  }

  private static String remote(PeerInfo peer) {
    return peer.address() instanceof InetSocketAddress address
        ? address.getAddress().getHostAddress()
        : "unix";
  }
}
