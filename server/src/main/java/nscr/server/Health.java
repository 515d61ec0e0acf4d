package nscr.server;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.util.Optional;
import nscr.store.Store;

/// What tells an orchestrator how the server is: `/livez` while it answers at all, `/readyz` while
/// its store does too.
final class Health implements HttpService {
  private final Store store;

  Health(Store store) {
    this.store = store;
  }

  @Override
  public void routing(HttpRules rules) {
    rules
        .get("/livez", (_, response) -> answer(response, 200, "live\n"))
        .get("/readyz", (_, response) -> ready(response));
  }

  private void ready(ServerResponse response) {
    try {
      store.repositories(Optional.empty(), 1);
      answer(response, 200, "ready\n");
    } catch (IOException | RuntimeException e) {
      System.getLogger("nscr.server").log(System.Logger.Level.WARNING, "the store is not ready", e);
      answer(response, 503, "the store does not answer\n");
    }
  }

  private static void answer(ServerResponse response, int status, String text) {
    response.status(Status.create(status)).header(HeaderNames.CONTENT_TYPE, "text/plain");
    response.send(text);
  }
}
