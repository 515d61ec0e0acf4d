package nscr.server;

import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.Status;
import io.helidon.http.WritableHeaders;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;

/// Takes the `Content-Length: 0` from answers that have no content by their status: Helidon 4.5.0
/// adds it as the last thing before it tells its listeners and writes.
///
/// Spec: RFC 9110 §8.6: never in a 204, and in a 304 only the length a 200 would have had.
final class BodilessAnswers implements Http1ConnectionListener {
  @Override
  public void status(ConnectionContext connection, Status status) {
    if (connection instanceof GuardedContext guarded) {
      guarded.setBodiless(status.code() == 204 || status.code() == 304);
    }
  }

  @Override
  public void headers(ConnectionContext connection, Headers headers) {
    if (connection instanceof GuardedContext guarded
        && guarded.isBodiless()
        && headers instanceof WritableHeaders<?> writable) {
      writable.remove(HeaderNames.CONTENT_LENGTH);
    }
  }
}
