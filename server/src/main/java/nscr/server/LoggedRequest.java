package nscr.server;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import nscr.oci.Json;

/// One line of the access log.
///
/// @param started when the request's head was read
/// @param remote the client's address
/// @param request the method and the path with its query, as sent, save the values of parameters
///   that the API does not know a dash when it was so broken that neither could be told
/// @param outcome how it went
/// @param id of the request
/// @param agent what the client calls itself
public record LoggedRequest(
    Instant started, String remote, String request, Outcome outcome, String id, String agent) {
  private static final Pattern STRANGE = Pattern.compile("[^ -~]");

  /// On one line, for people.
  @Override
  public String toString() {
    return String.join(
        " ",
        started.truncatedTo(ChronoUnit.MILLIS).toString(),
        remote,
        quoted(request),
        Integer.toString(outcome.status()),
        Long.toString(outcome.bytes()),
        outcome.took().toMillis() + "ms",
        id,
        quoted(agent));
  }

  /// Nothing a client sends may look like another line or field.
  private static String quoted(String text) {
    return '"'
        + STRANGE.matcher(text).replaceAll("?").replace("\\", "\\\\").replace("\"", "\\\"")
        + '"';
  }

  /// On one line, for programs.
  public String toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("time", started.truncatedTo(ChronoUnit.MILLIS));
    json.put("remote", remote);
    json.put("request", request);
    json.put("endpoint", outcome.endpoint());
    json.put("status", outcome.status());
    json.put("bytes", outcome.bytes());
    json.put("received", outcome.received());
    json.put("milliseconds", outcome.took().toMillis());
    json.put("id", id);
    json.put("agent", agent);
    return new String(Json.write(json), java.nio.charset.StandardCharsets.UTF_8);
  }
}
