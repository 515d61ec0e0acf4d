package nscr.server;

import io.helidon.http.HeaderNames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import nscr.server.api.Exchange;
import nscr.store.Store;

/// What tells an orchestrator how the server is: `/livez` while it answers at all, `/readyz` while
/// its store does too.
final class Health {
  private final Store store;

  Health(Store store) {
    this.store = store;
  }

  /// Answers `GET /livez`.
  void live(Exchange exchange) {
    answer(exchange, 200, "live\n");
  }

  /// Answers `GET /readyz`.
  void ready(Exchange exchange) {
    try {
      store.repositories(Optional.empty(), 1);
      answer(exchange, 200, "ready\n");
    } catch (IOException | RuntimeException e) {
      System.getLogger("nscr.server").log(System.Logger.Level.WARNING, "the store is not ready", e);
      answer(exchange, 503, "the store does not answer\n");
    }
  }

  private static void answer(Exchange exchange, int status, String text) {
    exchange
        .with(HeaderNames.CONTENT_TYPE, "text/plain")
        .answer(status, text.getBytes(StandardCharsets.US_ASCII));
  }
}
