package nscr.server;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import nscr.server.api.ApiSettings;

/// How a server runs.
///
/// @param listen where it listens; at least one place
/// @param api what clients may do
/// @param patience how long connections may keep it waiting
/// @param grace how long requests under way may take to end when it stops
/// @param tls who it is on TCP; empty for plaintext. Sockets in the file system are plaintext
///   always
/// @param log told of every request when it is over; empty when nobody is
public record ServerSettings(
    List<Listen> listen,
    ApiSettings api,
    Patience patience,
    Duration grace,
    Optional<TlsFiles> tls,
    Optional<Consumer<LoggedRequest>> log) {

  /// The grace of who does not say.
  public static final Duration USUAL_GRACE = Duration.ofSeconds(30);

  public ServerSettings {
    listen = List.copyOf(listen);
    if (listen.isEmpty()) {
      throw new IllegalArgumentException("a server listens somewhere");
    }
  }

  /// Everything as usual, on these places.
  public static ServerSettings on(Listen... listen) {
    return new ServerSettings(
        List.of(listen),
        ApiSettings.OPEN,
        Patience.USUAL,
        USUAL_GRACE,
        Optional.empty(),
        Optional.empty());
  }

  public ServerSettings with(ApiSettings other) {
    return new ServerSettings(listen, other, patience, grace, tls, log);
  }

  public ServerSettings with(Patience other) {
    return new ServerSettings(listen, api, other, grace, tls, log);
  }

  public ServerSettings with(TlsFiles files) {
    return new ServerSettings(listen, api, patience, grace, Optional.of(files), log);
  }

  public ServerSettings withGrace(Duration other) {
    return new ServerSettings(listen, api, patience, other, tls, log);
  }

  public ServerSettings withLog(Consumer<LoggedRequest> told) {
    return new ServerSettings(listen, api, patience, grace, tls, Optional.of(told));
  }
}
