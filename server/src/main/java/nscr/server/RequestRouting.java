package nscr.server;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.Router;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.HttpSecurity;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.Map;
import java.util.function.Consumer;
import nscr.server.api.DistributionApi;
import nscr.server.api.Exchange;
import nscr.server.api.Turns;

/// Where every request comes whose head was understood: gives it its id, has it answered, and tells
/// of it when it is over. Any number of threads.
///
/// It takes the place of Helidon's filters, routes and error handlers, which cost a small request
/// as much as its answer does.
final class RequestRouting implements HttpRouting {
  private static final HeaderName ID = HeaderNames.create(DistributionApi.REQUEST_ID);

  private final HttpSecurity security = HttpSecurity.create();
  private final AccessLog log;
  private final DistributionApi api;
  private final Turns turns;
  private final Map<String, Consumer<Exchange>> beside;

  /// @param turns given to others between two requests
  /// @param beside what answers `GET` of other paths
  RequestRouting(
      AccessLog log, DistributionApi api, Turns turns, Map<String, Consumer<Exchange>> beside) {
    this.log = log;
    this.api = api;
    this.turns = turns;
    this.beside = Map.copyOf(beside);
  }

  /// A router that leads here only.
  Router router() {
    return Router.builder().addRouting(new Made(this)).build();
  }

  private record Made(HttpRouting routing) implements io.helidon.common.Builder<Made, HttpRouting> {
    @Override
    public HttpRouting build() {
      return routing;
    }
  }

  @Override
  public void route(
      ConnectionContext connection, RoutingRequest request, RoutingResponse response) {
    long start = System.nanoTime();
    Exchange exchange = new Exchange(request, response);
    String id = RequestId.of(exchange.header(ID));
    response.headers().set(HeaderValues.create(ID, id));
    log.began();
    try {
      RequestFrame frame = new RequestFrame(request, response);
      RequestId.during(id, () -> answer(exchange));
      response.commit();
      frame.end();
    } finally {
      log.ended(request, exchange, id, System.nanoTime() - start);
    }
    turns.pass();
  }

  private void answer(Exchange exchange) {
    try {
      String method = exchange.method();
      boolean reads = method.equals("GET") || method.equals("HEAD");
      Consumer<Exchange> other = reads ? beside.get(exchange.path()) : null;
      if (other == null) {
        api.answer(exchange);
      } else {
        other.accept(exchange);
      }
    } catch (CloseConnectionException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      exchange.refuse(e);
    }
  }

  @Override
  public HttpSecurity security() {
    return security;
  }
}
