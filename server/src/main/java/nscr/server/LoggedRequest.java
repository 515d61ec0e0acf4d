package nscr.server;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import nscr.oci.Json;

/// One line of the access log.
///
/// @param started when the request's head was read
/// @param remote the client's address
/// @param request the method and the path with its query, as sent, save the values of parameters
///   that the API does not know
/// @param endpoint what it asked for in the terms of the API, such as `GetBlob`; a dash when that
///   could not be told
/// @param status of the answer; 0 when the client went before one was begun
/// @param bytes of the answer's body, as its headers say
/// @param received of the request's body
/// @param took until the last byte was written, or the connection ended
/// @param id of the request
/// @param agent what the client calls itself
public record LoggedRequest(
    Instant started,
    String remote,
    String request,
    String endpoint,
    int status,
    long bytes,
    long received,
    Duration took,
    String id,
    String agent) {

  /// On one line, for people.
  @Override
  public String toString() {
    return String.join(
        " ",
        started.truncatedTo(ChronoUnit.MILLIS).toString(),
        remote,
        quoted(request),
        Integer.toString(status),
        Long.toString(bytes),
        took.toMillis() + "ms",
        id,
        quoted(agent));
  }

  /// Nothing a client sends may look like another line or field.
  private static String quoted(String text) {
    return '"' + text.replaceAll("[^ -~]", "?").replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /// On one line, for programs.
  public String toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("time", started.truncatedTo(ChronoUnit.MILLIS));
    json.put("remote", remote);
    json.put("request", request);
    json.put("endpoint", endpoint);
    json.put("status", status);
    json.put("bytes", bytes);
    json.put("received", received);
    json.put("milliseconds", took.toMillis());
    json.put("id", id);
    json.put("agent", agent);
    return new String(Json.write(json), java.nio.charset.StandardCharsets.UTF_8);
  }
}
